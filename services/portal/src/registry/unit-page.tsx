import { Form, Input, Radio, Select } from 'antd';
import { useParams } from 'react-router';
import { Link } from 'react-router';
import { PersonPage, PersonView, PostList, PostView, UnitHistoryView, UnitPage, UnitView, type PersonEnter } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useMay, useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { usePostKinds, useUnitKinds } from './kinds.ts';
import { PostLine } from './post-line.tsx';
import { UnitName } from './unit-name.tsx';

/** One unit: what it is, what lies below, who is in it and in which post. */
export function UnitPageView() {
  const { id } = useParams();
  const unit = useRead(UnitView, `/api/registry/units/${id}`);
  return <Reading read={unit}>{(data) => <Unit key={data.id} unit={data} />}</Reading>;
}

function Unit({ unit }: { readonly unit: UnitView }) {
  const kind = useUnitKinds().find((one) => one.kind === unit.kind);
  const may = useMay();
  const { seat } = useSession();
  const seesPeople = may('person.read');
  const manages = may('person.manage') && (seat.role === 'admin' || seat.unitId === unit.id);
  return (
    <Page
      title={unit.name}
      {...(may('unit.manage') ? { up: { to: '/app/units', name: '组织' } } : {})}
      lead={
        <>
          {unit.code} · {kind?.zh ?? unit.kind} {unit.closedOn && <State tone="bad">{dayWords(unit.closedOn)}撤销</State>}
        </>
      }
    >
      <div className="split">
        <div className="stack">
          {seesPeople && <People unit={unit} manages={manages} />}
          {seesPeople && <Posts unit={unit} manages={manages} />}
        </div>
        <div className="stack">
          <section className="card">
            <h2>概况</h2>
            <Pairs of={[['上级', unit.parentId && <Link key="p" to={`/app/units/${unit.parentId}`}><UnitName id={unit.parentId} /></Link>], ['成立', dayWords(unit.openedOn)]]} />
          </section>
          <Below unit={unit} />
          <History unit={unit} />
        </div>
      </div>
    </Page>
  );
}

function Below({ unit }: { readonly unit: UnitView }) {
  const below = useList(UnitPage, '/api/registry/units', { parentId: unit.id });
  if (below.items.length === 0) return null;
  return (
    <section className="card">
      <h2>下级单位</h2>
      <ul className="stack tight">
        {below.items.map((one) => (
          <li key={one.id}>
            <Link to={`/app/units/${one.id}`}>{one.name}</Link>
          </li>
        ))}
      </ul>
      {below.more && (
        <button type="button" className="plain" onClick={below.more}>
          显示更多
        </button>
      )}
    </section>
  );
}

function History({ unit }: { readonly unit: UnitView }) {
  const history = useRead(UnitHistoryView, `/api/registry/units/${unit.id}/history`).data?.items ?? [];
  if (history.length < 2) return null;
  return (
    <section className="card">
      <h2>沿革</h2>
      <ul className="stack tight">
        {history.map((one) => (
          <li key={one.from}>
            {one.name} <span className="quiet small">{dayWords(one.from)}起{one.until && `，至${dayWords(one.until)}前`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PartProps {
  readonly unit: UnitView;
  readonly manages: boolean;
}

function People({ unit, manages }: PartProps) {
  const people = useList(PersonPage, '/api/registry/people', { unitId: unit.id });
  return (
    <section className="stack tight" aria-labelledby="people">
      <h2 id="people">人员</h2>
      <Lines of={people} label="人员" keyOf={({ id }) => id} empty={<Nothing title="还没有人员" />}>
        {(person) => (
          <>
            <span className="main">{person.name}</span>
            <span className="side quiet">
              {person.memberInService && '在职党员 · '}
              {dayWords(person.since)}起
            </span>
          </>
        )}
      </Lines>
      {manages && (
        <details className="card">
          <summary>添加人员</summary>
          <div className="narrow" style={{ paddingTop: 16 }}>
            <CommandForm
              label="添加人员"
              submit="添加"
              draft={`person-${unit.id}`}
              schema={PersonView}
              initial={{ memberInService: true }}
              order={({ name, memberInService }: PersonEnter) => ({ path: '/api/registry/people', body: { name, memberInService, unitId: unit.id } })}
              said="已添加"
            >
              <Form.Item name="name" label="姓名" rules={[{ required: true, message: '请填写姓名' }]}>
                <Input maxLength={60} />
              </Form.Item>
              <Form.Item name="memberInService" label="在职党员">
                <Radio.Group
                  options={[
                    { value: true, label: '是' },
                    { value: false, label: '否' },
                  ]}
                />
              </Form.Item>
            </CommandForm>
          </div>
        </details>
      )}
    </section>
  );
}

function Posts({ unit, manages }: PartProps) {
  const posts = useRead(PostList, '/api/registry/posts', { unitId: unit.id });
  const kinds = usePostKinds();
  return (
    <section className="stack tight" aria-labelledby="posts">
      <h2 id="posts">职务</h2>
      <Reading read={posts}>
        {({ items }) => (
          <div className="card flush">
            {items.length === 0 ? (
              <Nothing title="还没有设置职务" />
            ) : (
              <ul className="lines" aria-label="职务">
                {items.map((post) => (
                  <PostLine key={post.id} post={post} kind={kinds.find(({ kind }) => kind === post.kind)} manages={manages} />
                ))}
              </ul>
            )}
          </div>
        )}
      </Reading>
      {manages && (
        <details className="card">
          <summary>设置职务</summary>
          <div className="narrow" style={{ paddingTop: 16 }}>
            <CommandForm label="设置职务" submit="设置" draft={`post-${unit.id}`} schema={PostView} order={({ kind }: { kind: string }) => ({ path: '/api/registry/posts', body: { kind, unitId: unit.id } })} said="已设置">
              <Form.Item name="kind" label="职务" rules={[{ required: true, message: '请选择职务' }]}>
                <Select options={kinds.map(({ kind, zh, responsibilityZh }) => ({ value: kind, label: `${zh}（${responsibilityZh}）` }))} placeholder="请选择" />
              </Form.Item>
            </CommandForm>
          </div>
        </details>
      )}
    </section>
  );
}
