import { useSyncExternalStore } from 'react';

/** How the portal looks; `auto` follows the device. */
export type Appearance = 'auto' | 'light' | 'dark';

const KEPT_AS = 'appearance';
const isAppearance = (value: unknown): value is Appearance => value === 'auto' || value === 'light' || value === 'dark';
const device = matchMedia('(prefers-color-scheme: dark)');
const hearers = new Set<() => void>();

const kept = localStorage.getItem(KEPT_AS);
let chosen: Appearance = isAppearance(kept) ? kept : 'auto';

/** Puts the choice where the style sheet reads it. */
function show(): void {
  document.documentElement.dataset['appearance'] = chosen;
  for (const hear of hearers) hear();
}

export function choose(appearance: Appearance): void {
  chosen = appearance;
  localStorage.setItem(KEPT_AS, appearance);
  show();
}

function subscribe(hear: () => void): () => void {
  hearers.add(hear);
  device.addEventListener('change', hear);
  return () => {
    hearers.delete(hear);
    device.removeEventListener('change', hear);
  };
}

show();

export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, () => chosen);
export const useIsDark = (): boolean => useSyncExternalStore(subscribe, () => (chosen === 'auto' ? device.matches : chosen === 'dark'));
