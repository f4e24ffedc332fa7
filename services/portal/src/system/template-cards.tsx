import { Button } from 'antd';
import { useState } from 'react';
import { TemplateList, type TemplateView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { Nothing, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { TemplateTrial } from './template-trial.tsx';

/** Templates of documents, each to be seen with its sample or with what one puts in oneself. */
export function TemplateCards() {
  const templates = useRead(TemplateList, '/api/pdf/templates');
  const [shown, setShown] = useState<string>();
  return (
    <Reading read={templates}>
      {({ items }) =>
        items.length === 0 ? (
          <Nothing title="没有模板" />
        ) : (
          <ul className="card flush lines" aria-label="文书模板">
            {items.map((one) => (
              <Template key={one.id} of={one} isShown={shown === one.id} show={() => setShown(shown === one.id ? undefined : one.id)} />
            ))}
          </ul>
        )
      }
    </Reading>
  );
}

function Template({ of: one, isShown, show }: { readonly of: TemplateView; readonly isShown: boolean; readonly show: () => void }) {
  const may = useMay();
  const sample = `/api/pdf/templates/${one.id}/sample`;
  return (
    <li>
      <div className="main">
        <span className="title">{one.zh}</span> <State>{one.kind === 'sheet' ? '定版' : '公文'}</State>
        <details>
          <summary>{one.fields.length} 个填写项</summary>
          <p className="quiet">{one.fields.map(({ zh, optional }) => (optional ? `${zh}（可空）` : zh)).join('、')}</p>
        </details>
      </div>
      <div className="side">
        {one.kind === 'document' && (
          <a href={`${sample}?format=docx`} download={`${one.zh}.docx`} aria-label={`下载${one.zh}的 Word 样张`}>
            Word
          </a>
        )}
        <a href={sample} target="_blank" rel="noreferrer" aria-label={`在新窗口查看${one.zh}的 PDF 样张`}>
          PDF
        </a>
        <Button onClick={show} aria-expanded={isShown} aria-label={`${isShown ? '收起' : '预览'}${one.zh}`}>
          {isShown ? '收起' : '预览'}
        </Button>
      </div>
      {isShown && may('template.preview') && <TemplateTrial of={one} />}
      {isShown && <iframe title={`${one.zh}样张`} src={sample} style={{ width: '100%', height: '70vh', border: '1px solid var(--line)' }} />}
    </li>
  );
}
