import { language, speak } from './language.ts';

/** Each language is named in itself, for those who cannot read the other. */
const NAMES = { 'zh-CN': '中文', en: 'English' } as const;

/** The way to the other language. */
export function LanguageSwitch({ className }: { readonly className?: string }) {
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <button type="button" lang={other} className={className} onClick={() => speak(other)}>
      {NAMES[other]}
    </button>
  );
}
