import { Form, Input } from 'antd';
import { useState } from 'react';
import { FlagPage, FlagView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { flagName } from './audit-words.tsx';
import { ItemView } from './item-view.tsx';

/** So many are shown at once; more are a click away. */
const FEW = 3;

export const useFlags = (itemId: string): readonly FlagView[] =>
  useRead(FlagPage, '/api/evidence/flags', { itemId, limit: 100 }, 30).data?.items ?? [];

interface FlagsProps {
  readonly of: readonly FlagView[];
  readonly pair: string | undefined;
  readonly compare: (id: string | undefined) => void;
  readonly mayDismiss: boolean;
}

/** What was pointed out: hints to look at, each with its reason, never a verdict. */
export function Flags({ of, pair, compare, mayDismiss }: FlagsProps) {
  const [all, showAll] = useState(false);
  const shown = all ? of : of.slice(0, FEW);
  return (
    <>
      <ul className="flags" aria-label="系统提示">
        {shown.map((flag) => (
          <li key={flag.id}>
            <span className="flag-word">{flagName(flag.kind)}</span> {flag.why.zh}
            {flag.other && flag.other.unitId !== flag.item.unitId && (
              <>
                ，另一份在
                <UnitName id={flag.other.unitId} />
              </>
            )}
            <div className="row small">
              {flag.other && (
                <button
                  type="button"
                  className="plain"
                  aria-pressed={pair === flag.id}
                  onClick={() => compare(pair === flag.id ? undefined : flag.id)}
                >
                  {pair === flag.id ? '收起对照' : '并排对照'}
                </button>
              )}
              {flag.otherHidden && <span className="quiet">另一份在您的管理范围之外</span>}
              {mayDismiss && <Dismiss flag={flag} />}
            </div>
          </li>
        ))}
      </ul>
      {of.length > FEW && (
        <button type="button" className="plain" aria-expanded={all} onClick={() => showAll(!all)}>
          {all ? '收起' : `还有 ${of.length - FEW} 条`}
        </button>
      )}
    </>
  );
}

function Dismiss({ flag }: { readonly flag: FlagView }) {
  return (
    <details>
      <summary>排除</summary>
      <CommandForm
        label={`排除提示：${flagName(flag.kind)}`}
        submit="排除"
        draft={`flag-${flag.id}`}
        schema={FlagView}
        order={({ reason }: { reason: string }) => ({
          path: `/api/evidence/flags/${flag.id}/dismissal`,
          body: { reason },
          version: flag.version,
        })}
        said="提示已排除"
      >
        <Form.Item name="reason" label="理由" rules={[{ required: true, message: '请写明理由' }]}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={500} />
        </Form.Item>
      </CommandForm>
    </details>
  );
}

/** The two sides of a flag, beside each other. */
export function FlagPair({ flag, close }: { readonly flag: FlagView; readonly close: () => void }) {
  const sides = [flag.item, ...(flag.other ? [flag.other] : [])];
  return (
    <section className="card" aria-label="并排对照">
      <div className="row between">
        <h2>{flag.why.zh}</h2>
        <button type="button" className="plain" onClick={close}>
          收起
        </button>
      </div>
      <div className="pair">
        {sides.map(({ kind, id }, i) => (
          <section key={id} aria-label={i === 0 ? '这一份' : '另一份'}>
            <h3>{i === 0 ? '这一份' : '另一份'}</h3>
            {kind !== 'unit' && <ItemView kind={kind} id={id} />}
          </section>
        ))}
      </div>
    </section>
  );
}
