/** The languages of the portal; Chinese is the one it is written in. */
export type Language = 'zh-CN' | 'en';

const KEPT_AS = 'language';
/** A page without a script, which cannot see what this browser chose, passes its own language on by the address. */
const asked = new URLSearchParams(globalThis.location?.search).get('lang');
if (asked === 'en' || asked === 'zh-CN') globalThis.localStorage?.setItem(KEPT_AS, asked);
const kept = globalThis.localStorage?.getItem(KEPT_AS);

/** What this browser shows, from its start to the next. */
export const language: Language = kept === 'en' ? 'en' : 'zh-CN';

let catalogue: Readonly<Record<string, string>> = {};

/** Fetches the catalogue; before any page is loaded, for some words are looked up while it loads. */
export async function prepareLanguage(): Promise<void> {
  document.documentElement.lang = language;
  if (language === 'en') catalogue = (await import('./en.json')).default;
}

/** Starts the portal again in the other language; what was typed is kept as by any reload. */
export function speak(other: Language): void {
  localStorage.setItem(KEPT_AS, other);
  location.reload();
}

/** A text in the language shown, with `{0}`, `{1}` … filled in. The build puts this around every Chinese text. */
export function words(chinese: string, ...values: readonly unknown[]): string {
  const text = catalogue[chinese] ?? chinese;
  return values.length === 0 ? text : text.replace(/\{(\d+)\}/g, (_, at) => String(values[Number(at)]));
}

/** The children of an element in the order of the language shown; `holes` are the places of those that are no words. */
export function sentence<Child>(chinese: string, children: readonly Child[], holes: readonly number[]): readonly (Child | string)[] {
  const text = catalogue[chinese];
  return text === undefined ? children : text.split(/\{(\d+)\}/).map((part, i) => (i % 2 === 0 ? part : children[holes[Number(part)]!]!));
}

/** What the server says in both languages. */
export const inLanguage = ({ zh, en }: { readonly zh: string; readonly en?: string | undefined }): string => (language === 'en' && en ? en : zh);
