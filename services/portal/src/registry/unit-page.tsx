import { Link, useParams } from 'react-router';
import { UnitHistoryView, UnitPage, UnitView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useMay, useSession } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useUnitKinds } from './kinds.ts';
import { UnitName } from './unit-name.tsx';
import { People, Posts } from './unit-people.tsx';

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
            <Pairs
              of={[
                [
                  '上级',
                  unit.parentId && (
                    <Link key="p" to={`/app/units/${unit.parentId}`}>
                      <UnitName id={unit.parentId} />
                    </Link>
                  ),
                ],
                ['成立', dayWords(unit.openedOn)],
              ]}
            />
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
            {one.name}{' '}
            <span className="quiet small">
              {dayWords(one.from)}起{one.until && `，至${dayWords(one.until)}前`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
