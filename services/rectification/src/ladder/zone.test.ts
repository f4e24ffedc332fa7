import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Two aspects at the turn of the year, a rung that begins at each of many days, and what becomes of it in two years. */
const SCRIPT = `
  const { addDays, day, dayOf, startOf } = await import('@xingchuang/calendar');
  const { settle } = await import('./services/rectification/src/ladder/ladder-rule.ts');
  const { aFinding, assigned, noticed, ORGAN, rulesOf } = await import('./services/rectification/src/ladder/ladder.fixture.ts');
  const lines = [];
  for (let on = day('2025-12-20'); on <= day('2026-03-10'); on = addDays(on, 1)) {
    const today = dayOf(new Date(startOf(on).getTime() + 60_000)); // one minute after midnight in Shanghai
    const rules = rulesOf(ORGAN);
    const called = settle(rules, { findings: [noticed(aFinding('a', 'S1', today), today, 5), noticed(aFinding('b', 'S2', today), today, 10)], cases: [] }, today);
    const { findings, cases } = settle(rules, assigned(called, today), addDays(today, 700));
    lines.push([today, ...findings.map(({ overdueOn }) => overdueOn), ...cases.map(({ rung, state, assignedOn, overdueOn }) => [rung, state, assignedOn, overdueOn])]);
  }
  process.stdout.write(JSON.stringify(lines));
`;

function climbedIn(zone: string): string {
  const { PATH } = process.env;
  return execFileSync(process.execPath, ['--import', './scripts/ts.mjs', '--input-type=module', '-e', SCRIPT], { cwd: root, env: { PATH, TZ: zone }, encoding: 'utf8', maxBuffer: 64 << 20 });
}

const inShanghai = climbedIn('Asia/Shanghai');

test('the climb is the known one', () => {
  expect(inShanghai).toContain('["2026-03-02","2026-03-10","2026-03-17",["R1","failed","2026-03-02","2026-06-03"],["R2","failed","2026-06-03","2026-12-04"]]');
});

test.each(['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/New_York'])('the zone %s of the host changes nothing', (zone) => {
  expect(climbedIn(zone) === inShanghai).toBe(true);
});
