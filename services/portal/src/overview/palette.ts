import type { Tone } from './figure.ts';

/** Colours as a canvas knows them. */
export interface Palette {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly paper: string;
  readonly of: (tone: Tone) => string;
}

const NAMED = { good: '--chart-good', due: '--chart-due', bad: '--chart-bad', plain: '--chart-plain' } as const;

/** Levels go from pale to deep, so that their order is seen without telling hues apart. */
function styleOf(tone: Tone): string {
  if (tone.of !== 'level') return `var(${NAMED[tone.of]})`;
  const part = tone.most === 0 ? 100 : Math.round((tone.at / tone.most) * 100);
  return `color-mix(in srgb, var(--chart-high) ${part}%, var(--chart-low))`;
}

/** The colours of the place where something is drawn: light, dark or on paper. */
export function paletteAt(place: HTMLElement, tones: readonly Tone[]): Palette {
  const probe = place.appendChild(document.createElement('i'));
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const read = (style: string): string => {
    probe.style.color = style;
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return `rgb(${red}, ${green}, ${blue})`;
  };
  const colours = new Map(tones.map(styleOf).map((style) => [style, read(style)]));
  const palette = { text: read('var(--text)'), quiet: read('var(--text-3)'), line: read('var(--line)'), paper: read('var(--paper)'), of: (tone: Tone) => colours.get(styleOf(tone))! };
  probe.remove();
  return palette;
}
