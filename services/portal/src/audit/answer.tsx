import { Form, Input } from 'antd';
import { AuditItemView, VERDICT_NAMES, VERDICT_REASONS, type AuditVerdict } from '@xingchuang/contracts';
import { AttachedFiles, ProofFiles } from '../evidence/proof-files.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { momentWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';

/** What the unit says to a verdict, with further files. */
export function AnswerForm({ item }: { readonly item: AuditItemView }) {
  return (
    <div className="stack tight">
      {item.until && (
        <p>
          请在 <Deadline day={item.until} derivation={item.derivation} done={item.answered} /> 前补正
        </p>
      )}
      <CommandForm
        label="答复"
        submit={item.answered ? '再次答复' : '提交答复'}
        draft={`audit-answer-${item.id}`}
        schema={AuditItemView}
        order={({ text, fileIds = [] }: { text: string; fileIds?: string[] }) => ({
          path: `/api/evidence/audit-items/${item.id}/answer`,
          body: { text, fileIds },
          version: item.version,
        })}
        said="答复已提交"
        again
      >
        <Form.Item name="text" label="说明" rules={[{ required: true, message: '请写明补正或说明的情况' }]}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2_000} />
        </Form.Item>
        <Form.Item name="fileIds" label="补充材料">
          <ProofFiles unitId={item.unitId} />
        </Form.Item>
      </CommandForm>
    </div>
  );
}

type Moment =
  | { readonly at: string; readonly verdict: AuditVerdict }
  | { readonly at: string; readonly answer: AuditItemView['answers'][number] };

/** Verdicts and answers as they followed each other. */
export function Told({ item }: { readonly item: AuditItemView }) {
  const moments: Moment[] = [
    ...item.verdicts.map((verdict) => ({ at: verdict.at, verdict })),
    ...item.answers.map((answer) => ({ at: answer.at, answer })),
  ];
  moments.sort((a, b) => (a.at < b.at ? -1 : 1));
  return (
    <ol className="history">
      {moments.map((moment) => (
        <li key={moment.at}>
          {'verdict' in moment ? (
            <>
              <strong>{VERDICT_NAMES[moment.verdict.verdict].zh}</strong>{' '}
              {moment.verdict.by && <PersonName id={moment.verdict.by} />}
              <p className="words">{whyWords(moment.verdict)}</p>
            </>
          ) : (
            <>
              <strong>单位答复</strong>
              <p className="words">{moment.answer.text}</p>
              {moment.answer.fileIds.length > 0 && <AttachedFiles ids={moment.answer.fileIds} label="补充材料" />}
            </>
          )}
          <time dateTime={moment.at} className="quiet small">
            {momentWords(moment.at)}
          </time>
        </li>
      ))}
    </ol>
  );
}

function whyWords({ reasons, text, workdays }: AuditVerdict): string {
  const named = reasons.map((id) => VERDICT_REASONS.find((one) => one.id === id)?.zh ?? id);
  return [...named, ...(text ? [text] : []), ...(workdays ? [`${workdays} 个工作日内补正`] : [])].join('；');
}
