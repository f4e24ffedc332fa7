import { Checkbox, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-router';
import { UnitPage, type UnitView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { useUnitKinds } from './kinds.ts';
import { UnitTree } from './unit-tree.tsx';
import './units.css';

/** The tree of units as it is or was on a day, opened branch by branch, or found by name, code or pinyin. */
export function UnitsPage() {
  const may = useMay();
  const today = useToday();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const [asOf, setAsOf] = useAddressFilter('asOf');
  const [closed, setClosed] = useAddressFilter('closed');
  const actions = may('unit.manage') && (
    <>
      <Link to="/app/units/attention">换届与空缺</Link>
      <LinkButton to="/app/units/people-import">导入人员</LinkButton>
      <LinkButton to="/app/units/import">导入单位</LinkButton>
      <LinkButton primary to="/app/units/open">新设单位</LinkButton>
    </>
  );
  return (
    <Page title="组织" lead={asOf ? `${dayWords(asOf)}的单位、机构和支部` : '单位、机构和支部'} actions={actions}>
      <Input.Search
        aria-label="查找单位"
        placeholder="名称、编码，或拼音（首字母、全拼）"
        allowClear
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        style={{ maxWidth: 420 }}
      />
      <div className="as-of">
        <label htmlFor="as-of">查看日期</label>
        <DayInput id="as-of" value={asOf} onChange={setAsOf} max={today} />
        {asOf && (
          <button type="button" className="plain" onClick={() => setAsOf('')}>
            回到今天
          </button>
        )}
        <Checkbox checked={closed === 'true'} onChange={({ target }) => setClosed(target.checked ? 'true' : '')}>
          显示已撤销的单位
        </Checkbox>
      </div>
      {search ? <Found search={search} asOf={asOf} closed={closed === 'true'} /> : <UnitTree key={`${asOf} ${closed}`} asOf={asOf} closed={closed === 'true'} />}
    </Page>
  );
}

function Found({ search, asOf, closed }: { readonly search: string; readonly asOf: string; readonly closed: boolean }) {
  const found = useList(UnitPage, '/api/registry/units', { search, asOf: asOf || undefined, closed: closed || undefined });
  return (
    <Lines
      of={found}
      label="找到的单位"
      keyOf={({ id }) => id}
      empty={<Nothing title="没有找到">换个说法试试：名称和编码可以只写一部分，也可以写拼音首字母。</Nothing>}
    >
      {(unit) => <UnitLine unit={unit} asOf={asOf} />}
    </Lines>
  );
}

function UnitLine({ unit, asOf }: { readonly unit: UnitView; readonly asOf: string }) {
  const kind = useUnitKinds().find(({ kind: name }) => name === unit.kind)?.zh ?? unit.kind;
  return (
    <div className="main">
      <Link className="title" to={`/app/units/${unit.id}${asOf ? `?asOf=${asOf}` : ''}`}>
        {unit.name}
      </Link>{' '}
      {unit.closedOn && <State tone="bad">已撤销</State>}{' '}
      <span className="quiet small">
        {unit.code} · {kind}
      </span>
    </div>
  );
}
