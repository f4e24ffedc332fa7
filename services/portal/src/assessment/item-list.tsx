import { Button, Form } from 'antd';
import { useState } from 'react';
import type { ArchiveView, CampaignView, SchemeDetail } from '@xingchuang/contracts';
import { sourceWords } from '../shared/words.ts';
import { settler } from './settled.ts';
import { isFilled, ItemField, itemsOf, type Filled, type Item } from './declare-items.tsx';

interface ItemListProps {
  readonly scheme: SchemeDetail;
  readonly campaign: CampaignView;
  readonly unitId: string;
  readonly items: Readonly<Record<string, Filled | undefined>>;
  readonly archive: ArchiveView | undefined;
  readonly set: (items: Readonly<Record<string, Filled>>) => void;
}

/** A longer catalogue is opened part by part. */
const OPEN_AT_ONCE = 40;

const ItemName = ({ item: { zh, source } }: { readonly item: Item }) => (
  <span>
    {zh} {source && <span className="quiet small">{sourceWords(source)}</span>}
  </span>
);

/** What the archive keeps for each item, by its id. */
const servingOf = (archive: ArchiveView | undefined): ReadonlyMap<string, readonly string[]> =>
  new Map(
    (archive?.dimensions ?? []).flatMap(({ tasks }) =>
      tasks.flatMap(({ parts }) => parts.map((part) => [part.id, part.items.map(({ id }) => id)] as const)),
    ),
  );

/** The task catalogue with a judgement at each item; how many are done stays in sight. */
export function ItemList({ scheme, campaign, unitId, items, archive, set }: ItemListProps) {
  const [onlyOpen, setOnlyOpen] = useState<ReadonlySet<string>>();
  const all = itemsOf(scheme.catalogue);
  const [first] = useState(() => scheme.catalogue.dimensions.find(({ tasks }) => tasks.some((task) => task.items.some(({ id }) => !isFilled(items[id])))));
  if (all.length === 0) return null;
  const settled = settler(scheme, campaign.parameters);
  const done = all.filter(({ id }) => isFilled(items[id])).length;
  const serving = servingOf(archive);
  const missing = all.filter(({ id }) => (serving.get(id) ?? []).some((one) => !items[id]?.evidence?.includes(one)));
  const attach = () =>
    set(Object.fromEntries(missing.map(({ id }) => [id, { ...items[id], evidence: [...new Set([...(items[id]?.evidence ?? []), ...serving.get(id)!])] }])));
  return (
    <section aria-label="任务清单" style={{ marginBottom: 16 }}>
      <h3>逐项对照任务清单</h3>
      <div className="item-bar">
        <progress max={all.length} value={done} aria-label="已填项数" />
        <span>
          已填 <strong>{done}</strong> / {all.length} 项
        </span>
        <button
          type="button"
          className="plain"
          aria-pressed={onlyOpen !== undefined}
          onClick={() => setOnlyOpen(onlyOpen ? undefined : new Set(all.filter(({ id }) => !isFilled(items[id])).map(({ id }) => id)))}
        >
          {onlyOpen ? '显示全部' : '只看没填的'}
        </button>
        {missing.length > 0 && (
          <Button size="small" onClick={attach}>
            挂上档案中已归类的材料（{missing.length} 项）
          </Button>
        )}
      </div>
      {scheme.catalogue.dimensions.map((dimension) => {
        const own = dimension.tasks.flatMap((task) => task.items);
        if (own.length === 0 || (onlyOpen && !own.some(({ id }) => onlyOpen.has(id)))) return null;
        return (
          <details key={dimension.id} className="item-group" open={all.length <= OPEN_AT_ONCE || onlyOpen !== undefined || dimension === first}>
            <summary>
              {dimension.zh}
              <span className="quiet">
                {own.filter(({ id }) => isFilled(items[id])).length} / {own.length}
              </span>
            </summary>
            {dimension.tasks.map((task) => (
              <div key={task.id} hidden={onlyOpen !== undefined && !task.items.some(({ id }) => onlyOpen.has(id))}>
                <p className="item-task">
                  {task.zh} <span className="quiet small">{sourceWords(task.source ?? task.basis)}</span>
                </p>
                {task.items.map((item) => (
                  <Form.Item key={item.id} name={['items', item.id]} label={<ItemName item={item} />} hidden={onlyOpen !== undefined && !onlyOpen.has(item.id)}>
                    <ItemField item={item} unitId={unitId} settled={settled} />
                  </Form.Item>
                ))}
              </div>
            ))}
          </details>
        );
      })}
    </section>
  );
}
