import { choose, useAppearance } from '../shared/appearance.ts';

const WORDS = { auto: '外观随系统', light: '浅色', dark: '深色' } as const;

/** Light, dark, or as the device is set. */
export function AppearanceChoice() {
  const chosen = useAppearance();
  return (
    <div role="group" aria-label="外观" className="choices">
      {(['auto', 'light', 'dark'] as const).map((appearance) => (
        <button key={appearance} type="button" aria-pressed={appearance === chosen} onClick={() => choose(appearance)}>
          {WORDS[appearance]}
        </button>
      ))}
    </div>
  );
}
