import { Button, Progress } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { BagImportPage, BagImportView, type ImportNote, type Problem } from '@xingchuang/contracts';
import { readAgain, useCommand } from '../api/command.ts';
import { asProblem } from '../api/problem-error.ts';
import { useList } from '../api/reading.ts';
import { uploadPackage } from '../api/upload.ts';
import { momentWords, sizeWords } from '../shared/day-words.ts';
import { FileButton } from '../shared/file-button.tsx';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page, State, type Tone } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { SystemSections } from '../system/areas.tsx';
import './archive.css';

const STATES: Readonly<Record<BagImportView['state'], readonly [words: string, tone: Tone]>> = {
  checking: ['正在核对', ''],
  checked: ['核对通过，等待确认', 'due'],
  refused: ['不能导入', 'bad'],
  taking: ['正在导入', ''],
  taken: ['已导入', 'good'],
  failed: ['没有完成', 'bad'],
  expired: ['已过期', ''],
};
const KINDS = { file: '材料', record: '台账', frozen: '固定的材料组', link: '关联记录' } as const;
const LOOK_AGAIN_MS = 1_500;

/** Packages of other systems: sent here, checked whole, shown, and only then taken in. */
export function ImportsPage() {
  const queries = useQueryClient();
  const imports = useList(BagImportPage, '/api/evidence/bag-imports');
  const underWay = imports.items.some(({ state }) => state === 'checking' || state === 'taking');
  useEffect(() => {
    if (!underWay) return undefined;
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: ['/api/evidence/bag-imports'] }), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [underWay, queries]);
  return (
    <Page
      title="导入档案包"
      lead="先核对整个档案包并列出会发生什么，确认之后才导入；要么全部导入，要么什么都不变"
    >
      <SystemSections />
      <SendPackage />
      <Lines
        of={imports}
        label="档案包"
        keyOf={({ id }) => id}
        empty={<Nothing title="还没有导入过档案包">选择从另一套系统导出的 ZIP 档案包。</Nothing>}
      >
        {(one) => <ImportLine of={one} />}
      </Lines>
    </Page>
  );
}

function SendPackage() {
  const queries = useQueryClient();
  const [sent, setSent] = useState<number>();
  const [problem, setProblem] = useState<Problem>();
  const send = async (file: File) => {
    setProblem(undefined);
    setSent(0);
    const to = { signal: new AbortController().signal, progress: (bytes: number) => setSent(Math.floor((bytes / file.size) * 100)) };
    await uploadPackage(file, to).then(
      () => readAgain(queries),
      (error: unknown) => setProblem(asProblem(error)),
    );
    setSent(undefined);
  };
  return (
    <section className="card stack tight" aria-label="选择档案包">
      <div>
        <FileButton label="档案包" accept=".zip,application/zip" type="primary" loading={sent !== undefined} choose={(file) => void send(file)}>
          选择档案包（ZIP）
        </FileButton>
      </div>
      {sent !== undefined && <Progress percent={sent} size="small" aria-label="发送进度" />}
      <ProblemAlert problem={problem} />
    </section>
  );
}

function ImportLine({ of: one }: { readonly of: BagImportView }) {
  const command = useCommand(BagImportView);
  const [words, tone] = STATES[one.state];
  return (
    <>
      <div className="main">
        <span className="title">{one.unitName ? `${one.unitName} ${one.year}年度` : one.name}</span>
        <p className="quiet">
          {one.name} · {sizeWords(one.size)} · {momentWords(one.orderedAt)}
        </p>
        {one.tallies.length > 0 && (
          <p>
            {one.tallies.map(({ kind, fresh, same }) => `${KINDS[kind]}：新增 ${fresh}${same > 0 ? `，已有 ${same}` : ''}`).join('；')}
            ；透明日志证明 {one.proven} 条成立
          </p>
        )}
        <Notes title="不能导入的原因" of={one.conflicts} bad />
        <Notes title="请留意" of={one.warnings} />
        {one.fault && <p className="gap">{one.fault}</p>}
        <ProblemAlert problem={command.problem} />
      </div>
      <div className="side">
        <State tone={tone}>{words}</State>
        {one.state === 'checked' && (
          <Button type="primary" loading={command.busy} onClick={() => command.give({ path: `/api/evidence/bag-imports/${one.id}/take`, body: {} })}>
            确认导入
          </Button>
        )}
      </div>
    </>
  );
}

function Notes({ title, of, bad = false }: { readonly title: string; readonly of: readonly ImportNote[]; readonly bad?: boolean }) {
  if (of.length === 0) return null;
  return (
    <div className={bad ? 'alert bad' : 'alert'}>
      {title}
      <ul>
        {of.map(({ at, code, zh }) => (
          <li key={`${at} ${code}`}>{zh}</li>
        ))}
      </ul>
    </div>
  );
}
