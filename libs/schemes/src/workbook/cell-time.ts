import type { Due, Setting, StepWindow, Term } from '../scheme.ts';
import type { Codec } from './cell.ts';
import { choice, integer, setting, truth } from './cell.ts';
import { CellFault } from './cell-fault.ts';

/** Lengths of time and days of the year as an office writes them: `5个工作日`, `3个月（遇休息日：顺延）`, `01-31（第几年：1）`, `另定`. */

const ASKED = '另定';
const OPTIONS = {
  当日计入: { key: 'countStart', codec: setting(truth) },
  遇休息日: { key: 'holiday', codec: setting(choice({ stay: '不变', next: '顺延' })) },
  第几年: { key: 'year', codec: integer },
  前后天数: { key: 'tolerance', codec: setting(integer) },
} as const;
type Option = keyof typeof OPTIONS;
type Time = Readonly<Record<string, unknown>>;

const unreadable = (said: string, zh: string, en: string): CellFault => new CellFault({ code: 'cell.time', zh: `看不懂“${said}”：写${zh}`, en: `cannot read "${said}": write ${en}` });

function options(time: Time): string {
  const said = (Object.keys(OPTIONS) as Option[]).flatMap((zh) => {
    const { key, codec } = OPTIONS[zh];
    return time[key] === undefined ? [] : [`${zh}：${codec.write(time[key])}`];
  });
  return said.length ? `（${said.join('，')}）` : '';
}

function split(cell: unknown): { said: string; more: Record<string, unknown> } {
  const whole = String(cell).trim();
  const [, said = whole, inside] = /^(.*?)\s*[（(](.*)[）)]$/s.exec(whole) ?? [];
  const more = Object.fromEntries(
    (inside ?? '').split(/[，,、;；]/).filter((part) => part.trim() !== '').map((part) => {
      const [, zh = '', value = ''] = /^\s*([^：:]+?)\s*[：:]\s*(.+?)\s*$/.exec(part) ?? [];
      if (!Object.hasOwn(OPTIONS, zh)) throw unreadable(part.trim(), `（${Object.keys(OPTIONS).map((one) => `${one}：…`).join('，')}）中的一项`, 'one of these in brackets, each with its value');
      const { key, codec } = OPTIONS[zh as Option];
      return [key, codec.read(value, {})];
    }),
  );
  return { said: said.trim(), more };
}

const length = setting(integer);
const termText = (time: Time): string =>
  time['workdays'] !== undefined ? `${length.write(time['workdays'])}个工作日` : time['months'] !== undefined ? `${length.write(time['months'])}个月` : ASKED;

function termOf(said: string): Record<string, unknown> | undefined {
  if (said === ASKED) return { ask: true };
  const [, count, unit] = /^(\d+|[{｛].+[}｝])\s*个?(工作日|月)$/.exec(said) ?? [];
  if (count === undefined) return undefined;
  const value = length.read(count, {}) as Setting<number>;
  return unit === '月' ? { months: value } : { workdays: value };
}

const monthDay = (said: string): string | undefined => {
  const [, month, date] = /^(\d{1,2})(?:-|月)(\d{1,2})日?$/.exec(said) ?? [];
  return month === undefined ? undefined : `${month.padStart(2, '0')}-${date!.padStart(2, '0')}`;
};

const TERM = `5个工作日、3个月，或${ASKED}`;
export const term: Codec = {
  write: (value) => `${termText(value as Term)}${options(value as Term)}`,
  read: (cell) => {
    const { said, more } = split(cell);
    const found = termOf(said);
    if (!found) throw unreadable(said, TERM, '5个工作日 (workdays), 3个月 (months) or 另定 (given when it starts)');
    return { ...found, ...more };
  },
  how: `${TERM}；可加（当日计入：是，遇休息日：顺延）`,
};

export const due: Codec = {
  write: (value) => {
    const time = value as Due;
    return 'on' in time ? `${time.on}${options(time as unknown as Time)}` : term.write(time);
  },
  read: (cell) => {
    const { said, more } = split(cell);
    const on = monthDay(said);
    const found = on === undefined ? termOf(said) : { on };
    if (!found) throw unreadable(said, `${TERM}，或每年的一天，如 01-31`, '5个工作日 (workdays), 3个月 (months), 另定 (given when it starts) or a day such as 01-31');
    return { ...found, ...more };
  },
  how: `${TERM}，或每年的一天 01-31（第几年：1，前后天数：3）`,
};

export const stepWindow: Codec = {
  write: (value) => {
    const time = value as StepWindow;
    return 'from' in time ? `${time.from}至${time.to}${options(time as unknown as Time)}` : ASKED;
  },
  read: (cell) => {
    const { said, more } = split(cell);
    if (said === ASKED) return { ask: true, ...more };
    const [from, to] = said.split(/\s*[至~～]\s*/).map(monthDay);
    if (from === undefined || to === undefined) throw unreadable(said, `09-01至09-18，或${ASKED}`, '09-01至09-18 (from, to) or 另定 (given when the round opens)');
    return { from, to, ...more };
  },
  how: `09-01至09-18，或${ASKED}；可加（第几年：1）`,
};
