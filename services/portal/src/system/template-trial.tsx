import { Button, Input } from 'antd';
import { useEffect, useId, useState } from 'react';
import { PREVIEW_LONGEST, type Problem, type TemplateView } from '@xingchuang/contracts';
import { request } from '../api/http.ts';
import { asProblem, problemIn } from '../api/problem-error.ts';
import { PdfPreview } from '../shared/pdf-preview.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';

/** A template with data of one's own: begins as the sample, takes the fields of the template and no others. */
export function TemplateTrial({ of: { id, zh, fields, sample } }: { readonly of: TemplateView }) {
  const [data, setData] = useState(() => JSON.stringify(sample, null, 2));
  const [made, setMade] = useState<{ readonly content: Blob; readonly src: string }>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const told = useId();
  const isJson = readable(data);
  useEffect(() => () => URL.revokeObjectURL(made?.src ?? ''), [made]);
  const preview = async () => {
    setBusy(true);
    setProblem(undefined);
    await drawnWith(id, data)
      .then((content) => setMade({ content, src: URL.createObjectURL(content) }))
      .catch((error: unknown) => {
        setMade(undefined);
        setProblem(asProblem(error));
      });
    setBusy(false);
  };
  return (
    <section className="stack" aria-label={`${zh}：用自己的内容预览`} style={{ width: '100%' }}>
      <details>
        <summary>用自己的内容预览</summary>
        <div className="stack">
          <p className="quiet small" id={told}>
            {`按示例的格式（JSON）填写，只收这些填写项：${fields.map((field) => `${field.name}（${field.zh}）`).join('、')}`}
          </p>
          <Input.TextArea
            aria-label={`${zh}的内容`}
            aria-describedby={told}
            autoSize={{ minRows: 6, maxRows: 24 }}
            maxLength={PREVIEW_LONGEST}
            spellCheck={false}
            value={data}
            onChange={({ target }) => setData(target.value)}
          />
          {!isJson && (
            <p className="alert bad" role="alert">
              内容不是有效的 JSON，请检查括号、引号和逗号
            </p>
          )}
          <ProblemAlert problem={problem} />
          <div>
            <Button type="primary" loading={busy} disabled={!isJson} onClick={() => void preview()}>
              用这些内容预览
            </Button>
          </div>
          {made && <PdfPreview {...made} label={`${zh}（自己的内容）`} />}
        </div>
      </details>
    </section>
  );
}

function readable(text: string): boolean {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read);
  } catch {
    return false;
  }
}

async function drawnWith(template: string, data: string): Promise<Blob> {
  const body = JSON.stringify({ template, data: JSON.parse(data) as unknown });
  const answer = await request('/api/pdf/previews', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) throw await problemIn(answer);
  return answer.blob();
}
