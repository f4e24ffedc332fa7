import { Input, Select, type InputRef } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { FLAG_KINDS, SearchCount, TaskList } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { EvidenceSections } from '../evidence/areas.tsx';
import { typeWords } from '../evidence/file-line.tsx';
import { useRecordTypes } from '../evidence/record-types.ts';
import { PersonName } from '../registry/person-name.tsx';
import { PersonSelect } from '../registry/person-select.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useJurisdiction, useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { DayInput } from '../shared/day-input.tsx';
import { Chips, Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { flagWord } from './flag-words.ts';
import { HitLine } from './hit-line.tsx';
import { useSearch } from './use-search.ts';
import './search.css';

const KINDS = [
  ['', '全部'],
  ['file', '材料'],
  ['record', '台账'],
] as const;
const SORTS = [
  ['', '最新在前'],
  ['best', '标题相符在前'],
] as const;

/** Finds files and records by their words. Everything that narrows the search stands in the address. */
export function SearchPage() {
  const { seat } = useSession();
  const may = useMay();
  const where = useJurisdiction();
  const [q, setQ] = useAddressFilter('q');
  const [kind, setKind] = useAddressFilter('kind');
  const [type, setType] = useAddressFilter('type');
  const [unitId, setUnitId] = useAddressFilter('unit');
  const [from, setFrom] = useAddressFilter('from');
  const [to, setTo] = useAddressFilter('to');
  const [task, setTask] = useAddressFilter('task');
  const [flag, setFlag] = useAddressFilter('flag');
  const [uploader, setUploader] = useAddressFilter('uploader');
  const [sort, setSort] = useAddressFilter('sort');
  const list = useRef<HTMLDivElement>(null);
  const types = useRecordTypes();
  const nameOf = (id: string) => types.find((one) => one.id === id)?.zh ?? typeWords(id);

  const query = { q, kind, type, from, to, task, flag, uploader, ...(unitId ? { unitId, subtree: true } : seat.role === 'auditor' ? {} : where) };
  const isReady = may('evidence.search');
  const hits = useSearch({ ...query, sort }, isReady);
  const { data: found } = useRead(SearchCount, isReady && !hits.error ? '/api/evidence/search/count' : undefined, query);
  const chosen: readonly (readonly [string, ReactNode, () => void])[] = [
    ...(type ? [[`类型：`, nameOf(type), () => setType('')] as const] : []),
    ...(unitId ? [['单位：', <UnitName key="unit" id={unitId} />, () => setUnitId('')] as const] : []),
    ...(from ? [['自 ', from, () => setFrom('')] as const] : []),
    ...(to ? [['至 ', to, () => setTo('')] as const] : []),
    ...(task ? [['任务：', task.split('/').at(-1), () => setTask('')] as const] : []),
    ...(flag ? [['提示：', flagWord(flag), () => setFlag('')] as const] : []),
    ...(uploader ? [['上传人：', <PersonName key="uploader" id={uploader} />, () => setUploader('')] as const] : []),
  ];
  return (
    <Page title="查找" lead="按内容查找材料和台账">
      <EvidenceSections />
      <section className="card search-card" aria-label="查找条件">
        <Words value={q} onChange={setQ} onDown={() => list.current?.querySelector<HTMLElement>('a.title')?.focus()} />
        <div className="row">
          <Chips label="查什么" value={kind} of={KINDS} onChange={setKind} />
          <Chips label="顺序" value={sort} of={SORTS} onChange={setSort} />
        </div>
        <details open={chosen.length > 0}>
          <summary>按单位、日期、类型、任务、提示或上传人缩小范围</summary>
          <Narrowing {...{ unitId, setUnitId, type, setType, from, setFrom, to, setTo, task, setTask, flag, setFlag, uploader, setUploader }} units={where.subtree} people={may('person.read') ? unitId || where.unitId : undefined} />
        </details>
        {chosen.length > 0 && (
          <div className="filters" role="group" aria-label="已选条件">
            {chosen.map(([label, value, drop]) => (
              <button key={label} type="button" className="chip" aria-pressed="true" onClick={drop}>
                {label}
                {value} <span aria-label="去掉">×</span>
              </button>
            ))}
          </div>
        )}
      </section>
      {found && (found.count > 0 || found.more) && (
        <div className="row between">
          <p className="quiet" role="status">
            {found.count === 0 ? '找到很多' : `找到 ${found.count} 项${found.more ? '以上' : ''}`}
          </p>
          {found.types.length > 1 && !type && (
            <div className="filters" role="group" aria-label="按类型">
              {found.types.slice(0, 6).map(({ id, count }) => (
                <button key={id} type="button" className="chip" onClick={() => setType(id)}>
                  {nameOf(id)} {count}
                  {found.more && '+'}
                </button>
              ))}
            </div>
          )}
        </div>
      )}
      <div ref={list}>
        <Lines of={hits} label="找到的内容" keyOf={({ id }) => id} empty={<Empty q={q} narrowed={chosen.length > 0 || kind !== ''} />}>
          {(hit) => <HitLine hit={hit} unit={where.subtree || seat.role === 'auditor'} />}
        </Lines>
      </div>
    </Page>
  );
}

/** What is typed is asked for a moment after the last key, and at once with Enter. */
function Words({ value, onChange, onDown }: { readonly value: string; readonly onChange: (q: string) => void; readonly onDown: () => void }) {
  const [typed, setTyped] = useState(value);
  const input = useRef<InputRef>(null);
  const [asked, setAsked] = useState(value);
  if (asked !== value) {
    setAsked(value); // the address changed: a link, or back
    if (typed.trim() !== value) setTyped(value);
  }
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const soon = setTimeout(() => typed.trim() !== value && onChange(typed.trim()), 300);
    return () => clearTimeout(soon);
  });
  return (
    <Input.Search
      ref={input}
      size="large"
      aria-label="查找的词语"
      placeholder="例如：主题党日 合影 -通知"
      allowClear
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(words) => onChange(words.trim())}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onDown();
      }}
    />
  );
}

interface NarrowingProps {
  readonly unitId: string;
  readonly setUnitId: (value: string) => void;
  readonly type: string;
  readonly setType: (value: string) => void;
  readonly from: string;
  readonly setFrom: (value: string) => void;
  readonly to: string;
  readonly setTo: (value: string) => void;
  readonly task: string;
  readonly setTask: (value: string) => void;
  readonly flag: string;
  readonly setFlag: (value: string) => void;
  readonly uploader: string;
  readonly setUploader: (value: string) => void;
  readonly units: boolean;
  /** The unit among whose people an uploader is chosen; absent where the seat sees none. */
  readonly people: string | undefined;
}

function Narrowing({ unitId, setUnitId, type, setType, from, setFrom, to, setTo, task, setTask, flag, setFlag, uploader, setUploader, units, people }: NarrowingProps) {
  const types = useRecordTypes();
  const tasks = useRead(TaskList, '/api/evidence/tasks', {}, 3_600).data?.items ?? [];
  return (
    <div className="narrowing">
      {units && (
        <label>
          单位（含下级）
          <UnitSelect {...(unitId && { value: unitId })} onChange={setUnitId} />
        </label>
      )}
      <label>
        台账类型
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="全部"
          {...(type && { value: type })}
          onChange={(id?: string) => setType(id ?? '')}
          options={types.map(({ id, zh }) => ({ value: id, label: zh }))}
        />
      </label>
      <label>
        任务
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="全部"
          {...(task && { value: task })}
          onChange={(id?: string) => setTask(id ?? '')}
          options={tasks.map(({ id, zh }) => ({ value: id, label: `${id.split('/').at(-1)} ${zh}` }))}
        />
      </label>
      <label>
        提示
        <Select
          allowClear
          placeholder="全部"
          {...(flag && { value: flag })}
          onChange={(id?: string) => setFlag(id ?? '')}
          options={FLAG_KINDS.map((id) => ({ value: id, label: flagWord(id) }))}
        />
      </label>
      {people && (
        <label>
          上传人
          <PersonSelect value={uploader} onChange={setUploader} unitId={people} />
        </label>
      )}
      <label>
        自
        <DayInput value={from} onChange={setFrom} max={to || undefined} />
      </label>
      <label>
        至
        <DayInput value={to} onChange={setTo} min={from || undefined} />
      </label>
    </div>
  );
}

function Empty({ q, narrowed }: { readonly q: string; readonly narrowed: boolean }) {
  const next = narrowed && (
    <LinkButton to={`?${new URLSearchParams({ q })}`}>去掉所有条件</LinkButton>
  );
  if (!q && !narrowed) return <Nothing title="还没有可查的内容">上传材料、登记台账之后，就能在这里按内容找到。</Nothing>;
  return (
    <Nothing title="没有找到" next={next}>
      <ul className="tips">
        <li>词语可以短一些，两个字就能查，例如“党课”</li>
        <li>几个词用空格分开，要求同时出现；整句加引号，例如“第一议题”</li>
        <li>词前加减号表示不要，例如 党日 -通知</li>
        <li>刚收到的扫描件和照片，文字识别完成后才能按内容找到</li>
      </ul>
    </Nothing>
  );
}
