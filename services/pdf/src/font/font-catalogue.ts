import { createRequire } from 'node:module';
import { FontFile, UnusableFont } from './font-file.ts';

/** What a text is set in: 仿宋 or 宋 body, 小标宋 headline, 特粗 red head and titles of honour, 黑 headings, 楷 second headings. */
export const FONT_ROLES = ['song', 'headline', 'display', 'hei', 'kai'] as const;
export type FontRole = (typeof FONT_ROLES)[number];
/** A font that ships with us, or one configured for a role, named by that role. */
export type FontId = keyof typeof SHIPPED | `own-${FontRole}`;

export interface Fonts {
  readonly files: ReadonlyMap<FontId, FontFile>;
  /** A character is drawn by the first font of its role that has it. */
  readonly chains: Readonly<Record<FontRole, readonly FontId[]>>;
  /** Ink of the em dash in the body font; 破折号 must join into one line. */
  readonly dash: readonly [number, number];
}

/** Fonts under the SIL Open Font License, which come with the packages. */
const SHIPPED = {
  serif: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  'serif-bold': '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  'serif-black': '@expo-google-fonts/noto-serif-sc/900Black/NotoSerifSC_900Black.ttf',
  sans: '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
} as const;

const CHAINS: Readonly<Record<FontRole, readonly FontId[]>> = {
  song: ['serif', 'sans'],
  headline: ['serif-bold', 'serif', 'sans'],
  display: ['serif-black', 'serif', 'sans'],
  hei: ['sans', 'serif'],
  kai: ['serif-bold', 'serif', 'sans'],
};

/** Paths of fonts of one's own, by role: 方正小标宋, 仿宋_GB2312 and the like where there is a licence for them. */
export type OwnFonts = Readonly<Partial<Record<FontRole, string | undefined>>>;

/** A configured font comes first in its role; what it lacks is drawn by ours. Throws UnusableFont, with the path, for one that will not do. */
export function openFonts(own: OwnFonts = {}): Fonts {
  const { resolve } = createRequire(import.meta.url);
  const files = new Map<FontId, FontFile>();
  for (const [id, path] of Object.entries(SHIPPED)) files.set(id as FontId, new FontFile(resolve(path)));
  const chains = { ...CHAINS };
  for (const role of FONT_ROLES) {
    const path = own[role];
    if (path === undefined) continue;
    files.set(`own-${role}`, opened(path));
    chains[role] = [`own-${role}`, ...chains[role]];
  }
  const body = chains.song.map((id) => files.get(id)).find((file) => file?.advance('—') !== undefined);
  return { files, chains, dash: body?.inkBounds('—') ?? [0, 1] };
}

function opened(path: string): FontFile {
  try {
    return new FontFile(path);
  } catch (error) {
    throw new UnusableFont(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

let shipped: Fonts | undefined;

/** The fonts that come with us, opened once in a process. */
export const shippedFonts = (): Fonts => (shipped ??= openFonts());
