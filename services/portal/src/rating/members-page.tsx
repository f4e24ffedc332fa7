import { Form, Input, Select } from 'antd';
import { MEMBER_LEVELS, MemberEvaluationList, MemberEvaluationView, PersonPage } from '@xingchuang/contracts';
import { AssessmentSections } from '../assessment/areas.tsx';
import { useList, useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { RatingChips } from './areas.tsx';

/** The yearly democratic evaluation of members, branch by branch. */
export function MembersPage() {
  const may = useMay();
  const { seat } = useSession();
  const thisYear = Number(useToday()?.slice(0, 4) ?? 0);
  const [chosen, choose] = useAddressFilter('year');
  const year = Number(chosen || thisYear);
  const list = useRead(MemberEvaluationList, year > 0 ? '/api/assessment/member-evaluations' : undefined, { year });
  const own = list.data?.items.find(({ unit }) => unit.id === seat.unitId);
  return (
    <Page title="评定" lead="每个支部每年一次，等次和比例由系统计算">
      <AssessmentSections />
      <RatingChips at="/app/assessment/ratings/members" />
      <div>
        <label htmlFor="year" className="quiet small" style={{ display: 'block' }}>
          年度
        </label>
        <Select id="year" value={String(year)} onChange={choose} style={{ width: 120 }} options={[0, 1, 2, 3].map((back) => ({ value: String(thisYear - back), label: `${thisYear - back}年` }))} />
      </div>
      <Reading read={list}>
        {({ items, missing }) => (
          <>
            {items.length === 0 && missing.length === 0 && (
              <div className="card">
                <Nothing title="还没有评议结果">登记后在这里看各等次的人数和比例。</Nothing>
              </div>
            )}
            {missing.length > 0 && <p className="alert">还有 {missing.length} 个支部没有登记：{missing.slice(0, 20).map(({ name }) => name).join('、')}</p>}
            {items.map((item) => (
              <Branch key={item.id} item={item} />
            ))}
          </>
        )}
      </Reading>
      {may('member-evaluation.enter') && seat.role === 'clerk' && list.data && <Enter key={`${year}-${own?.version ?? 0}`} year={year} own={own} />}
    </Page>
  );
}

function Branch({ item }: { readonly item: MemberEvaluationView }) {
  const best = item.shares[0]!;
  return (
    <section className="card">
      <h2>
        {item.unit.name}：{item.members.length} 人，{best.level}占 {best.percent}%
      </h2>
      <p className="row">
        {item.shares.map(({ level, count, percent }) => (
          <span key={level}>
            {level} {count} 人（{percent}%）
          </span>
        ))}
        <span className="quiet">{dayWords(item.on)}评议</span>
        {item.history.length > 1 && <span className="quiet">更正 {item.history.length - 1} 次，最近：{item.history.at(-1)!.reason}</span>}
      </p>
      {item.missing.length > 0 && (
        <p className="alert">
          未评 {item.missing.length} 人：
          {item.missing.map((id, at) => (
            <span key={id}>
              {at > 0 && '、'}
              <PersonName id={id} />
            </span>
          ))}
        </p>
      )}
    </section>
  );
}

function Enter({ year, own }: { readonly year: number; readonly own: MemberEvaluationView | undefined }) {
  const { seat } = useSession();
  const people = useList(PersonPage, '/api/registry/people', { unitId: seat.unitId, pageSize: 500 });
  const levels = new Map(own?.members.map(({ personId, level }) => [personId, level]));
  if (people.items.length === 0) return null;
  return (
    <section className="card narrow">
      <h2>{own ? '更正评议结果' : `登记${year}年评议结果`}</h2>
      <CommandForm
        label="登记评议结果"
        submit={own ? '更正' : '登记'}
        edits
        draft={`members-${seat.unitId}-${year}`}
        schema={MemberEvaluationView}
        initial={{ level: Object.fromEntries(levels), ...(own ? { on: own.on } : {}) }}
        order={({ on, reason = '', level }: { on: string; reason?: string; level: Record<string, string | undefined> }) => ({
          path: '/api/assessment/member-evaluations',
          body: { unitId: seat.unitId, year, on, reason, members: Object.entries(level).flatMap(([personId, given]) => (given ? [{ personId, level: given }] : [])) },
        })}
        said={own ? '已更正，原结果保留' : '已登记'}
      >
        <Form.Item name="on" label="评议日期" rules={[{ required: true, message: '请填写' }]}>
          <DayInput />
        </Form.Item>
        {people.items.map((person) => (
          <Form.Item key={person.id} name={['level', person.id]} label={person.name}>
            <Select allowClear placeholder="未评" options={MEMBER_LEVELS.map((level) => ({ value: level, label: level }))} />
          </Form.Item>
        ))}
        {own && (
          <Form.Item name="reason" label="更正理由" rules={[{ required: true, message: '请写明理由' }]}>
            <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={1_000} />
          </Form.Item>
        )}
      </CommandForm>
    </section>
  );
}
