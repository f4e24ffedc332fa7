import { Refusal } from '@xingchuang/rules';

const LEAST = 10;
const MOST = 128;
const LEAST_DIFFERENT = 5;
const KEYBOARD = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', 'abcdefghijklmnopqrstuvwxyz', '01234567890'];
/** Words that everyone here would try first; a password may hold one, but must not be one with a few digits. */
const OBVIOUS = ['password', 'passw0rd', 'xingchuang', 'admin', 'administrator', 'welcome', 'iloveyou', 'letmein', 'dangjian', 'dangzhibu', 'zhongguo', 'woaini', 'nihao', 'mima', 'huawei', 'henan', '星创', '党建', '党支部', '密码'];

/**
 * Refuses what is too easy to guess, with the reason; nothing is demanded of the sorts of characters, and nothing is cut off or changed.
 * Length counts characters as people do (code points).
 */
export function checkPassword(password: string, login: string, field: string): void {
  const refuse = (reason: string, facts: Record<string, unknown> = {}): never => {
    throw new Refusal('invalid', `password.${reason}`, facts, field);
  };
  const length = [...password].length;
  if (length < LEAST) refuse('too-short', { least: LEAST });
  if (length > MOST) refuse('too-long', { most: MOST });
  const lower = password.toLowerCase();
  if (new Set(lower).size < LEAST_DIFFERENT) refuse('too-uniform', { least: LEAST_DIFFERENT });
  if (lower.includes(login)) refuse('holds-login');
  const letters = lower.replaceAll(/[^\p{L}\p{N}]/gu, '');
  if (OBVIOUS.some((word) => letters.replaceAll(word, '').replaceAll(/\d/g, '') === '')) refuse('too-common');
  if (isKeyboardRun(letters)) refuse('too-common');
}

/** True where the text is nothing but walks along rows of keys, forwards or backwards, each of three or more. */
function isKeyboardRun(text: string): boolean {
  const rows = [...KEYBOARD, ...KEYBOARD.map((row) => [...row].reverse().join(''))];
  for (let rest = text; rest !== ''; ) {
    const size = Math.max(...rows.map((row) => longestStart(rest, row)));
    if (size < 3) return false;
    rest = rest.slice(size);
  }
  return true;
}

function longestStart(text: string, row: string): number {
  let size = 0;
  while (size < text.length && row.includes(text.slice(0, size + 1))) size += 1;
  return size;
}
