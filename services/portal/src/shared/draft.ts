const PREFIX = 'xingchuang-draft:';

/** What was typed and not yet sent, kept on this device per form, so that a reload or an expired login loses nothing. */
export const drafts = {
  find<Values>(key: string): Partial<Values> | undefined {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null') ?? undefined;
    } catch {
      return undefined;
    }
  },
  save(key: string, values: unknown): void {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(values));
    } catch {
      // a full or forbidden storage must not stop anybody from typing
    }
  },
  remove(key: string): void {
    localStorage.removeItem(PREFIX + key);
  },
  /** Another person at the same device starts with empty forms. */
  removeAll(): void {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  },
};
