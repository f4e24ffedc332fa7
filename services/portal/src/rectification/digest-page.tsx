import { Form } from 'antd';
import { Link } from 'react-router';
import { DigestView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { DayInput, DayOff } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { KIND_WORDS, RectificationSections } from './areas.tsx';
import { MovedTable } from './moved-table.tsx';

type Item = DigestView['items'][number];

/** What this seat is told on a working day: each thing once, and which days were reckoned anew. */
export function DigestPage() {
  const may = useMay();
  const today = useToday();
  const [asked, setAsked] = useAddressFilter('day');
  const day = asked || today || '';
  const read = useRead(DigestView, day && may('finding.read') ? '/api/rectification/digest' : undefined, { day });
  return (
    <Page title="整改" lead="每个工作日一份的提醒，同一事项一天只提醒一次；休息日不发提醒">
      <RectificationSections />
      <Form.Item label="日期" htmlFor="digest-day" layout="vertical" style={{ margin: 0 }}>
        <DayInput id="digest-day" value={day} max={today} onChange={setAsked} />
      </Form.Item>
      {day && <DayOff on={day} />}
      <Reading read={read}>{(data) => <Told of={data} />}</Reading>
    </Page>
  );
}

function Told({ of: { day, items, moved } }: { readonly of: DigestView }) {
  return (
    <>
      <div className="card flush">
        {items.length === 0 ? (
          <Nothing title={`${dayWords(day)}没有提醒`}>临近截止、当天截止和逾期的事项会按设置的天数列在这里。</Nothing>
        ) : (
          <ul className="lines" aria-label="提醒">
            {items.map((one) => (
              <li key={`${one.of}${one.id}`}>
                <div className="main">
                  <Link className="title" to={`/app/rectification/${one.kind}s/${one.id}`}>
                    {one.title}
                  </Link>
                  <p className="quiet">
                    {KIND_WORDS[one.kind]} · <UnitName id={one.unitId} />
                    {one.escalated && ' · 下级单位的事项，请督促'}
                  </p>
                </div>
                <div className="side">
                  <span className="nowrap">{one.of === 'limit' ? `${dayWords(one.due)}截止` : `${dayWords(one.due)}前报告进展`}</span>
                  <State tone={one.offset > 0 ? 'bad' : 'due'}>{offsetWords(one)}</State>
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
      <MovedTable title="载入工作日历后改变的期限" after="现截止日" of={moved} />
    </>
  );
}

function offsetWords({ of, offset }: Item): string {
  if (of === 'progress') return offset > 0 ? '未按时报告进展' : '请报告进展';
  if (offset < 0) return `提前 ${-offset} 个工作日提醒`;
  return offset === 0 ? '当天截止' : `逾期满 ${offset} 个工作日`;
}
