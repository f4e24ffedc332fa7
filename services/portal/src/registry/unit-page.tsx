import { Link, useParams } from 'react-router';
import { UnitHistoryView, UnitPage, UnitView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { DutyLists } from './duty-lists.tsx';
import { TermCard } from './term-card.tsx';
import { UnitActs } from './unit-acts.tsx';
import { useAddressFilter } from '../shared/address-filter.ts';
import { useMay, useSession } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { LongList } from '../shared/long-list.tsx';
import { MoreBelow } from '../shared/more-below.tsx';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useUnitKinds } from './kinds.ts';
import { locationText } from './location.tsx';
import { UnitName } from './unit-name.tsx';
import { People, Posts } from './unit-people.tsx';

/** One unit: what it is, what lies below, who is in it and in which post. */
export function UnitPageView() {
  const { id } = useParams();
  const [asOf] = useAddressFilter('asOf');
  const unit = useRead(UnitView, `/api/registry/units/${id}`, { asOf: asOf || undefined });
  return <Reading read={unit}>{(data) => (asOf ? <Past unit={data} asOf={asOf} /> : <Unit key={data.id} unit={data} />)}</Reading>;
}

/** The unit as it was on a day: what it was called, where it stood and what stood below it. */
function Past({ unit, asOf }: { readonly unit: UnitView; readonly asOf: string }) {
  const kind = useUnitKinds().find((one) => one.kind === unit.kind);
  return (
    <Page
      title={unit.name}
      up={{ to: `/app/units?asOf=${asOf}`, name: '组织' }}
      lead={
        <>
          {unit.code} · {kind?.zh ?? unit.kind}
        </>
      }
    >
      <p className="alert info" role="status">
        这是{dayWords(asOf)}的情况。<Link to={`/app/units/${unit.id}`}>查看现在</Link>
      </p>
      <section className="card">
        <h2>概况</h2>
        <Pairs
          of={[
            [
              '上级',
              unit.parentId && (
                <Link key="p" to={`/app/units/${unit.parentId}?asOf=${asOf}`}>
                  <UnitName id={unit.parentId} />
                </Link>
              ),
            ],
            ['成立', dayWords(unit.openedOn)],
            ['这样从', dayWords(unit.from)],
          ]}
        />
      </section>
      <Below unit={unit} asOf={asOf} />
    </Page>
  );
}

function Unit({ unit }: { readonly unit: UnitView }) {
  const kind = useUnitKinds().find((one) => one.kind === unit.kind);
  const may = useMay();
  const { seat } = useSession();
  const seesPeople = may('person.read', unit);
  const manages = may('person.manage') && (seat.role === 'admin' || seat.unitId === unit.id);
  return (
    <Page
      title={unit.name}
      {...(may('unit.manage') ? { up: { to: '/app/units', name: '组织' } } : {})}
      lead={
        <>
          {unit.code} · {kind?.zh ?? unit.kind} {unit.closedOn && <State tone="bad">{dayWords(unit.closedOn)}撤销</State>}
          {unit.intoId && (
            <>
              {' '}
              并入 <Link to={`/app/units/${unit.intoId}`}><UnitName id={unit.intoId} /></Link>
            </>
          )}
        </>
      }
    >
      {may('unit.manage') && <UnitActs unit={unit} />}
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
                ['所在位置', locationText(unit.location)],
              ]}
            />
          </section>
          {seesPeople && <TermCard unit={unit} manages={manages} />}
          <DutyLists unit={unit} />
          <Below unit={unit} />
          <History unit={unit} />
        </div>
      </div>
    </Page>
  );
}

function Below({ unit, asOf }: { readonly unit: UnitView; readonly asOf?: string }) {
  const below = useList(UnitPage, '/api/registry/units', { parentId: unit.id, asOf });
  if (below.items.length === 0) return null;
  return (
    <section className="card">
      <h2>下级单位</h2>
      <LongList of={below.items} label="下级单位" keyOf={({ id }) => id} className="stack tight" goesOn={below.more !== undefined}>
        {(one) => <Link to={`/app/units/${one.id}${asOf ? `?asOf=${asOf}` : ''}`}>{one.name}</Link>}
      </LongList>
      <MoreBelow of={below} />
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
          <li key={one.version}>
            <Link to={`/app/units/${unit.id}?asOf=${one.from}`}>{one.name}</Link>{' '}
            <span className="quiet small">
              {dayWords(one.from)}起{one.until && `，至${dayWords(one.until)}前`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
