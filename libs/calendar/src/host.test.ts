import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Reckons many days with the clock taken away, and prints the result. */
const SCRIPT = `
  globalThis.Date = class extends Date {
    constructor(...given) { if (given.length === 0) throw new Error('read the clock'); super(...given); }
    static now() { throw new Error('read the clock'); }
  };
  const { addDays, chineseCalendar, day, dayOf, deadline, dayStatus, startOf } = await import('@xingchuang/calendar');
  const calendar = chineseCalendar();
  const lines = [];
  for (let on = day('2022-01-01'); on <= day('2027-12-31'); on = addDays(on, 1)) {
    const ends = [{ workdays: 5 }, { workdays: 20, countStart: true }, { months: 6 }, { months: 3, holiday: 'next' }];
    lines.push([on, dayStatus(calendar, on).kind, ...ends.map((rule) => deadline(calendar, { from: on, ...rule }).lastDay)]);
    for (const hours of [0, 0.99, 1, 12, 23.99]) lines.push(dayOf(new Date(startOf(on).getTime() + hours * 3_600_000)));
  }
  process.stdout.write(JSON.stringify(lines));
`;

function reckonedIn(zone: string): string {
  const { PATH } = process.env;
  const run = ['--import', './scripts/ts.mjs', '--input-type=module', '-e', SCRIPT];
  return execFileSync(process.execPath, run, { cwd: root, env: { PATH, TZ: zone }, encoding: 'utf8', maxBuffer: 64 << 20 });
}

const inShanghai = reckonedIn('Asia/Shanghai');

test('the reckoning without a clock is the known one', () => {
  expect(inShanghai.includes('["2026-02-13","working","2026-02-27","2026-03-18","2026-08-13","2026-05-13"]')).toBe(true);
});

// Both edges of the map, a zone with summer time, and one of no whole hours.
test.each(['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/New_York', 'Asia/Kathmandu'])(
  'the zone %s of the host changes nothing',
  (zone) => {
    expect(reckonedIn(zone) === inShanghai).toBe(true);
  },
);
