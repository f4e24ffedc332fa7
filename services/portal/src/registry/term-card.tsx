import { Form } from 'antd';
import { TermsView, type TermEnter, type UnitView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { State } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';

const SOON_DAYS = 90;

/** The committee's term, those before it, and days past a term. */
export function TermCard({ unit, manages }: { readonly unit: UnitView; readonly manages: boolean }) {
  const terms = useRead(TermsView, '/api/registry/terms', { unitId: unit.id }).data;
  const today = useToday();
  const last = terms?.terms.at(-1);
  if (!terms || !today || (!last && !manages)) return null;
  const left = last && Math.round((Date.parse(last.until) - Date.parse(today)) / 86_400_000);
  return (
    <section className="card" aria-labelledby="term">
      <h2 id="term">任期</h2>
      {last && left !== undefined ? (
        <>
          <p>
            {dayWords(last.since)}选举，任期至{dayWords(last.until)}{' '}
            {left < 0 ? <State tone="bad">已超期 {-left} 天</State> : left <= SOON_DAYS ? <State tone="due">还有 {left} 天届满</State> : null}
          </p>
          {terms.terms.length > 1 && (
            <ul className="quiet small" aria-label="以前的任期">
              {terms.terms.slice(0, -1).map((term) => (
                <li key={term.since}>
                  {dayWords(term.since)}至{dayWords(term.until)}
                </li>
              ))}
            </ul>
          )}
          {terms.overdue.map(({ from, to }) => to && <p key={from} className="quiet small">{`超期：${dayWords(from)}至${dayWords(to)}`}</p>)}
        </>
      ) : (
        <p className="quiet">还没有登记换届。</p>
      )}
      {manages && (
        <details>
          <summary>登记换届</summary>
          <CommandForm
            again
            label="登记换届"
            submit="登记"
            draft={`term-${unit.id}`}
            schema={TermsView}
            order={({ electedOn, until }: TermEnter) => ({ path: '/api/registry/terms', body: { unitId: unit.id, electedOn, until } })}
            said="已登记"
          >
            <Form.Item name="electedOn" label="选举日期" rules={[{ required: true, message: '请选择选举日期' }]}>
              <DayInput max={today} />
            </Form.Item>
            <Form.Item name="until" label="任期届满" rules={[{ required: true, message: '请选择届满日期' }]}>
              <DayInput />
            </Form.Item>
          </CommandForm>
        </details>
      )}
    </section>
  );
}
