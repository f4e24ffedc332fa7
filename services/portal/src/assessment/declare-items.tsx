import { Button, Input, InputNumber, Modal, Radio } from 'antd';
import { useState } from 'react';
import type { ItemMark, SchemeDetail } from '@xingchuang/contracts';
import { EvidencePick } from './evidence-pick.tsx';
import './items.css';

type Catalogue = SchemeDetail['catalogue'];
export type Task = Catalogue['dimensions'][number]['tasks'][number];
export type Item = Task['items'][number];
/** What is written at an item; a mark needs a value, the rest may come first. */
export type Filled = { readonly [Part in Exclude<keyof ItemMark, 'item'>]?: ItemMark[Part] | undefined };

export const isFilled = (mark: Filled | undefined): boolean => mark?.value !== undefined && mark.value !== '';
export const itemsOf = ({ dimensions }: Catalogue): Item[] => dimensions.flatMap(({ tasks }) => tasks.flatMap(({ items }) => items));
/** The marks that can be sent: those with a value. */
export const marksOf = (filled: Readonly<Record<string, Filled | undefined>>): ItemMark[] =>
  Object.entries(filled).flatMap(([item, mark]) =>
    mark && isFilled(mark) ? [{ item, value: mark.value!, text: mark.text ?? '', evidence: mark.evidence ?? [] }] : [],
  );

const YES_NO = { boolean: ['是', '否'], threshold: ['达到', '未达到'] } as const;

/** A mark as people read it. */
export function markWords(kind: Item['kind'], value: ItemMark['value'] | undefined): string {
  if (value === undefined || value === '') return '未填';
  if (typeof value === 'boolean') return YES_NO[kind === 'threshold' ? 'threshold' : 'boolean'][value ? 0 : 1];
  return kind === 'score' ? `${value} 分` : String(value);
}

interface ItemFieldProps {
  readonly id?: string;
  readonly item: Item;
  readonly value?: Filled;
  readonly onChange?: (value: Filled) => void;
  readonly unitId: string;
  /** What a setting of the scheme comes to in this round. */
  readonly settled: (setting: unknown) => number | undefined;
}

/** One item: the judgement by its kind, a word on it, and the evidence that it rests on. */
export function ItemField({ id, item, value = {}, onChange, unitId, settled }: ItemFieldProps) {
  const [picking, setPicking] = useState(false);
  const [noting, setNoting] = useState(false);
  const change = (part: Filled) => onChange?.({ ...value, ...part });
  const count = value.evidence?.length ?? 0;
  return (
    <div className="item-field">
      <JudgeInput {...(id ? { id } : {})} item={item} value={value.value} onChange={(next) => change({ value: next })} settled={settled} />
      <div className="row item-more">
        <Button size="small" onClick={() => setPicking(true)} aria-label={`为“${item.zh}”挂接材料`}>
          {count > 0 ? `材料 ${count} 件` : '挂接材料'}
        </Button>
        {item.kind !== 'text' && !noting && !value.text && (
          <button type="button" className="plain small" onClick={() => setNoting(true)}>
            写说明
          </button>
        )}
      </div>
      {item.kind !== 'text' && (noting || value.text) && (
        <Input.TextArea
          autoFocus={noting && !value.text}
          aria-label={`“${item.zh}”的说明`}
          value={value.text ?? ''}
          onChange={(event) => change({ text: event.target.value })}
          autoSize={{ minRows: 1, maxRows: 6 }}
          maxLength={2_000}
          placeholder="做法、数字、时间"
        />
      )}
      <Modal open={picking} title={`“${item.zh}”的材料`} onCancel={() => setPicking(false)} onOk={() => setPicking(false)} okText="好" cancelText="关闭" destroyOnHidden>
        <EvidencePick unitId={unitId} value={value.evidence ?? []} onChange={(evidence) => change({ evidence })} />
      </Modal>
    </div>
  );
}

interface JudgeInputProps {
  readonly id?: string;
  readonly item: Item;
  readonly value: ItemMark['value'] | undefined;
  readonly onChange: (value: ItemMark['value'] | undefined) => void;
  readonly settled: (setting: unknown) => number | undefined;
  readonly label?: string;
}

export function JudgeInput({ id, item, value, onChange, settled, label }: JudgeInputProps) {
  const named = { ...(id ? { id } : {}), ...(label ? { 'aria-label': label } : {}) };
  switch (item.kind) {
    case 'boolean':
    case 'threshold':
      return (
        <Radio.Group
          {...named}
          aria-label={label ?? item.zh}
          {...(value === undefined ? { value: null } : { value })}
          onChange={(event) => onChange(event.target.value as boolean)}
          options={YES_NO[item.kind].map((label, i) => ({ label, value: i === 0 }))}
        />
      );
    case 'count':
    case 'score': {
      const [min, max] = [settled(item.score?.min) ?? 0, settled(item.score?.max)];
      return (
        <InputNumber
          {...named}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
          min={item.kind === 'count' ? 0 : min}
          {...(item.kind === 'score' && max !== undefined ? { max } : {})}
          precision={item.kind === 'count' ? 0 : 2}
          inputMode={item.kind === 'count' ? 'numeric' : 'decimal'}
          suffix={item.kind === 'count' ? '' : max === undefined ? '分' : `/ ${max} 分`}
          style={{ width: 160 }}
        />
      );
    }
    default:
      return (
        <Input.TextArea
          {...named}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value || undefined)}
          autoSize={{ minRows: 1, maxRows: 8 }}
          maxLength={2_000}
          placeholder="写明做法和成效"
        />
      );
  }
}
