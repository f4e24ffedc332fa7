import { createRequire } from 'node:module';
import { FontFile } from './font-file.ts';

/** What a text is set in: 宋 body, 小标宋 headline, 特粗 red head and titles of honour, 黑 headings. */
export type FontRole = 'song' | 'headline' | 'display' | 'hei';
export type FontId = 'serif' | 'serif-bold' | 'serif-black' | 'sans';

export interface Fonts {
  readonly files: Readonly<Record<FontId, FontFile>>;
  /** Ink of the em dash in the body font; 破折号 must join into one line. */
  readonly dash: readonly [number, number];
}

/** A character is drawn by the first font of its role that has it. */
export const CHAINS: Readonly<Record<FontRole, readonly FontId[]>> = {
  song: ['serif', 'sans'],
  headline: ['serif-bold', 'serif', 'sans'],
  display: ['serif-black', 'serif', 'sans'],
  hei: ['sans', 'serif'],
};

export const FONT_NAMES: Readonly<Record<FontId, string>> = {
  serif: 'NotoSerifSC-Regular',
  'serif-bold': 'NotoSerifSC-Bold',
  'serif-black': 'NotoSerifSC-Black',
  sans: 'NotoSansSC-Medium',
};

const FILES: Readonly<Record<FontId, string>> = {
  serif: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  'serif-bold': '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  'serif-black': '@expo-google-fonts/noto-serif-sc/900Black/NotoSerifSC_900Black.ttf',
  sans: '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
};

let opened: Promise<Fonts> | undefined;

/** The fonts of this process, opened at the first document. */
export function fonts(): Promise<Fonts> {
  opened ??= openAll();
  return opened;
}

async function openAll(): Promise<Fonts> {
  const { resolve } = createRequire(import.meta.url);
  const open = (id: FontId) => FontFile.open(resolve(FILES[id]));
  const serif = await open('serif');
  const files = {
    serif,
    'serif-bold': await open('serif-bold'),
    'serif-black': await open('serif-black'),
    sans: await open('sans'),
  };
  return { files, dash: await serif.inkBounds('—') };
}
