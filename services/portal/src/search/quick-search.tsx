import SearchOutlined from '@ant-design/icons/SearchOutlined';
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import type { SearchHit, UnitView } from '@xingchuang/contracts';
import { asProblem } from '../api/problem-error.ts';
import { useRecordTypes } from '../evidence/record-types.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { HitThumb, targetOf } from './hit-line.tsx';
import { Marked } from './marked.tsx';
import { useSearch } from './use-search.ts';
import { useUnits } from './use-units.ts';
import './search.css';

/** The box over every page that goes to a unit, file or record by a few letters; Ctrl K opens it. */
export function QuickSearch() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const open = () => {
    setOpen(true);
    dialog.current?.showModal();
  };
  useEffect(() => {
    const key = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      if (!dialog.current?.open) open();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);
  return (
    <>
      <button type="button" className="plain quick-open" onClick={open} aria-label="查找" aria-keyshortcuts="Control+K">
        <SearchOutlined aria-hidden="true" />
        <span className="name">查找</span>
        <kbd>Ctrl K</kbd>
      </button>
      <dialog ref={dialog} className="quick" aria-label="查找" onClose={() => setOpen(false)} onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
        {isOpen && <Box close={() => dialog.current?.close()} />}
      </dialog>
    </>
  );
}

type Choice = { readonly key: string; readonly unit?: UnitView; readonly hit?: SearchHit; readonly all?: string };

function Box({ close }: { readonly close: () => void }) {
  const may = useMay();
  const navigate = useNavigate();
  const list = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const q = useDeferredValue(typed.trim());
  const canSearch = may('evidence.search');
  const isLong = [...q].length > 1;
  const units = useUnits(q);
  const { items, error, loading } = useSearch({ q, sort: 'best' }, canSearch && isLong, 6);
  const choices: Choice[] = [
    ...units.map((unit) => ({ key: unit.id, unit })),
    ...(isLong ? items : []).map((hit) => ({ key: hit.id, hit })),
    ...(canSearch && isLong ? [{ key: 'all', all: q }] : []),
  ];
  const chosen = Math.min(at, choices.length - 1);
  const go = async ({ unit, hit, all }: Choice) => {
    close();
    await navigate(unit ? `/app/units/${unit.id}` : hit ? targetOf(hit) : `/app/evidence/search?${new URLSearchParams({ q: all ?? '' })}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return; // the key belongs to the input method
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const choice = choices[chosen];
    if (step !== undefined && choices.length > 0) setAt((chosen + step + choices.length) % choices.length);
    else if (event.key === 'Enter' && choice) void go(choice);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        autoFocus
        role="combobox"
        aria-label="查找单位、材料和台账"
        aria-expanded={choices.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        {...(choices[chosen] && { 'aria-activedescendant': `${list}-${choices[chosen].key}` })}
        placeholder={canSearch ? '单位、材料、台账；单位可输拼音首字母' : '单位名称、编码或拼音首字母'}
        maxLength={200}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label="找到的内容">
        {choices.map((choice, index) => (
          <li
            key={choice.key}
            id={`${list}-${choice.key}`}
            role="option"
            aria-selected={index === chosen}
            ref={(line) => (index === chosen ? line?.scrollIntoView({ block: 'nearest' }) : undefined)}
            onPointerMove={() => setAt(index)}
            onClick={() => void go(choice)}
          >
            <ChoiceLine choice={choice} />
          </li>
        ))}
      </ul>
      <p className="quiet small hint" role="status">
        {error && isLong ? asProblem(error)?.title : loading && isLong ? '正在查找…' : isLong && units.length + items.length === 0 ? '没有找到，试试更短的词' : <span className="keys">↑ ↓ 选择，Enter 打开，Esc 关闭</span>}
      </p>
    </>
  );
}

function ChoiceLine({ choice: { unit, hit, all } }: { readonly choice: Choice }) {
  const types = useRecordTypes();
  if (unit)
    return (
      <>
        <span className="thumb">单位</span>
        <span className="main">
          <strong>{unit.name}</strong>
          <span className="quiet small">{unit.code}</span>
        </span>
      </>
    );
  if (!hit)
    return (
      <>
        <span className="thumb">
          <SearchOutlined aria-hidden="true" />
        </span>
        <span className="main">在全部内容中查找“{all}”</span>
      </>
    );
  return (
    <>
      <HitThumb hit={hit} />
      <span className="main">
        <strong>
          <Marked of={hit.title} />
        </strong>
        <span className="quiet small">
          {hit.kind === 'record' && `${types.find(({ id }) => id === hit.type)?.zh ?? hit.type} · `}
          <UnitName id={hit.unitId} /> · {dayWords(hit.day)}
        </span>
      </span>
    </>
  );
}
