import type { Entry } from './entry-store.ts';

/** Lines that a message shows; beyond them it says how many there are. */
export const MOST_LINES = 20;

/** The words of a digest: what may leave the system, and where to read the rest. There is no receipt of reading, and it says so. */
export function digestMail(entries: readonly Pick<Entry, 'outsideZh'>[], total: number, publicUrl: string): { subject: string; text: string } {
  return {
    subject: `星创：${total}条新消息`,
    text: [
      ...lines(entries, total),
      '',
      `查看：${publicUrl}/app/inbox`,
      `设置或停用邮件：${publicUrl}/app/inbox-channels`,
      '本邮件由系统自动发出，不记录是否阅读；请勿回复。',
    ].join('\n'),
  };
}

/** What a chat takes at most in bytes: the shortest of the vendors' limits, 2048, with room to spare. */
const MOST_BYTES = 2_000;

/** What a robot says: as many lines as its chat takes. */
export function robotText(entries: readonly Pick<Entry, 'outsideZh'>[], total: number, publicUrl: string): string {
  for (let shown = entries; ; shown = shown.slice(0, -1)) {
    const text = [...lines(shown, total), `查看：${publicUrl}/app/inbox`].join('\n');
    if (shown.length === 0 || Buffer.byteLength(text) <= MOST_BYTES) return text;
  }
}

export const testMail = (code: string): { subject: string; text: string } => ({
  subject: '星创：测试邮件',
  text: [`这是一封测试邮件。如需开启邮件通知，请在“通知设置”中输入确认码：${code}`, '如非本人操作，请忽略。'].join('\n'),
});

function lines(entries: readonly Pick<Entry, 'outsideZh'>[], total: number): string[] {
  const shown = entries.slice(0, MOST_LINES).map(({ outsideZh }, index) => `${index + 1}. ${outsideZh}`);
  return total > shown.length ? [...shown, `另有${total - shown.length}条，请登录查看。`] : shown;
}
