import { SessionView } from '@xingchuang/contracts';

const KEY = 'xingchuang-last-session';

/** Who was signed in last on this device, so that notes made without a network are theirs. It opens nothing on the server. */
export const remembered = {
  keep(session: SessionView): void {
    try {
      localStorage.setItem(KEY, JSON.stringify(session));
    } catch {
      // a full or forbidden storage only means that a reload needs the network
    }
  },
  find(): SessionView | undefined {
    try {
      return SessionView.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null')).data;
    } catch {
      return undefined;
    }
  },
  forget: (): void => localStorage.removeItem(KEY),
};
