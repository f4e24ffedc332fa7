import { Button, Form, Input, Popconfirm } from 'antd';
import { LegalHoldPage, LegalHoldView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { useMay } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { momentWords } from '../shared/day-words.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';

const PATH = '/api/evidence/legal-holds';

/** On the page of a file or a record: whether it must stay whatever its term, and the way to see to that. */
export function ItemHold({ kind, id }: { readonly kind: 'file' | 'record'; readonly id: string }) {
  const may = useMay();
  const holds = useList<LegalHoldView>(LegalHoldPage, may('archive.read') ? PATH : undefined, { itemId: id });
  const standing = holds.items.filter(({ liftedAt }) => liftedAt === undefined);
  if (holds.loading || (standing.length === 0 && !may('disposal.approve'))) return null;
  return (
    <section className="card" aria-label="保全">
      <h2>保全</h2>
      {standing.length === 0 ? (
        <Place kind={kind} id={id} />
      ) : (
        <ul className="stack tight">
          {standing.map((hold) => (
            <li key={hold.id}>
              <p className="words">{hold.reason}</p>
              <p className="quiet">
                {momentWords(hold.at)} <PersonName id={hold.by} />
              </p>
              <Lift hold={hold} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Place({ kind, id }: { readonly kind: 'file' | 'record'; readonly id: string }) {
  return (
    <details>
      <summary>巡察、诉讼等期间不得销毁，可以保全</summary>
      <CommandForm
        label="保全"
        submit="开始保全"
        draft={`hold-${id}`}
        schema={LegalHoldView}
        order={({ reason }: { reason: string }) => ({ path: PATH, body: { kind, id, reason } })}
        said="已保全，解除以前不会销毁"
      >
        <Form.Item name="reason" label="理由" rules={[{ required: true, min: 4, message: '请写明理由，至少四个字' }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={1_000} />
        </Form.Item>
      </CommandForm>
    </details>
  );
}

/** Ends a hold; what its term let go before may go again. */
export function Lift({ hold }: { readonly hold: LegalHoldView }) {
  const may = useMay();
  const say = useSay();
  const command = useCommand(LegalHoldView, () => say('已解除保全'));
  if (!may('disposal.approve') || hold.liftedAt !== undefined) return null;
  return (
    <>
      <Popconfirm title="解除以后，保管期限已满的可以销毁。解除保全？" okText="解除" onConfirm={() => command.give({ path: `${PATH}/${hold.id}/lifting` })}>
        <Button size="small" loading={command.busy}>
          解除保全
        </Button>
      </Popconfirm>
      <ProblemAlert problem={command.problem} />
    </>
  );
}
