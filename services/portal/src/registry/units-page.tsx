import { Button, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-router';
import { UnitPage, type UnitView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { useUnitKinds } from './kinds.ts';
import './units.css';

/** The tree of units, opened branch by branch, or found by name. */
export function UnitsPage() {
  const may = useMay();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const actions = may('unit.manage') && (
    <Link to="/app/units/import">
      <Button tabIndex={-1}>导入单位</Button>
    </Link>
  );
  return (
    <Page title="组织" lead="单位、机构和支部" actions={actions}>
      <Input.Search
        aria-label="查找单位"
        placeholder="输入名称或编码查找"
        allowClear
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        style={{ maxWidth: 420 }}
      />
      {search ? <Found search={search} /> : <Tree />}
    </Page>
  );
}

function Found({ search }: { readonly search: string }) {
  const found = useList(UnitPage, '/api/registry/units', { search });
  return (
    <Lines
      of={found}
      label="找到的单位"
      keyOf={({ id }) => id}
      empty={<Nothing title="没有找到">换个说法试试，名称和编码都可以只写一部分。</Nothing>}
    >
      {(unit) => <UnitLine unit={unit} />}
    </Lines>
  );
}

function UnitLine({ unit }: { readonly unit: UnitView }) {
  const kind = useUnitKinds().find(({ kind: name }) => name === unit.kind)?.zh ?? unit.kind;
  return (
    <div className="main">
      <Link className="title" to={`/app/units/${unit.id}`}>
        {unit.name}
      </Link>{' '}
      <span className="quiet small">
        {unit.code} · {kind}
      </span>
    </div>
  );
}

/** Roots are the units without a parent: the first of the whole list, which goes from the top down. */
function Tree() {
  const units = useList(UnitPage, '/api/registry/units', { pageSize: 500 });
  const roots = units.items.filter(({ parentId }) => parentId === '');
  return (
    <div className="card">
      {units.loading ? (
        <p className="quiet">正在载入…</p>
      ) : roots.length === 0 ? (
        <Nothing title="还没有单位" />
      ) : (
        <ul className="tree">
          {roots.map((unit) => (
            <Node key={unit.id} unit={unit} open />
          ))}
        </ul>
      )}
    </div>
  );
}

function Node({ unit, open: first = false }: { readonly unit: UnitView; readonly open?: boolean }) {
  const [open, setOpen] = useState(first);
  const below = useList(UnitPage, open ? '/api/registry/units' : undefined, { parentId: unit.id, pageSize: 500 });
  return (
    <li>
      <div className="node">
        <button
          type="button"
          className="fold"
          aria-expanded={open}
          aria-label={`${open ? '收起' : '展开'} ${unit.name}`}
          onClick={() => setOpen(!open)}
        >
          {open ? '▾' : '▸'}
        </button>
        <UnitLine unit={unit} />
      </div>
      {open && (
        <ul>
          {below.items.map((one) => (
            <Node key={one.id} unit={one} />
          ))}
          {!below.loading && below.items.length === 0 && <li className="quiet small none">没有下级</li>}
          {below.more && (
            <li>
              <button type="button" className="plain" onClick={below.more}>
                显示更多
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}
