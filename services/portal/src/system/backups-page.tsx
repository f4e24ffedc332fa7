import { Button } from 'antd';
import { BackupsView, type BackupView } from '@xingchuang/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import { get } from '../api/http.ts';
import { momentWords, sizeWords } from '../shared/day-words.ts';
import { Nothing, Page, Pairs, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { SERVICES, SystemSections } from './areas.tsx';

const PATH = '/api/registry/backups';
const OLD_HOURS = 36;
const NAMES: ReadonlyMap<string, string> = new Map(SERVICES);
const LOOK_AGAIN_MS = 2_000;

/** The last backup, its age and what it holds; another can be started. */
export function BackupsPage() {
  const backups = useQuery({
    queryKey: [PATH],
    queryFn: ({ signal }) => get(BackupsView, PATH, {}, signal),
    refetchInterval: ({ state }) => (state.data?.running ? LOOK_AGAIN_MS : false),
  });
  const command = useCommand(BackupsView);
  return (
    <Page title="系统" lead="全部数据库的同一时刻和全部文件；恢复由运维人员用命令进行并逐项核对">
      <SystemSections />
      <Reading read={backups}>
        {(data) => (
          <>
            {!data.ready && (
              <p className="alert" role="status">
                还没有设置备份文件夹，不能从这里备份。请运维人员设置 BACKUP_DIR，或用命令备份。
              </p>
            )}
            {data.ready && (
              <div className="card stack tight">
                <Last of={data.items[0]} />
                <p className="quiet">{`${data.everyHours > 0 ? `每 ${data.everyHours} 小时自动备份一次` : '没有设置自动备份'}，保留最近 ${data.keep} 份。`}</p>
                {data.running ? (
                  <p role="status">{`正在备份，${momentWords(data.running.since)}开始${stepWords(data.running.step)}`}</p>
                ) : (
                  data.failed && (
                    <p className="alert bad" role="alert">
                      {data.failed === 'backup.running' ? '另一处正在备份，这次没有进行。' : '上次备份没有成功，原因在系统日志中。'}
                    </p>
                  )
                )}
                <ProblemAlert problem={command.problem} />
                <div>
                  <Button type="primary" disabled={data.running !== undefined} loading={command.busy} onClick={() => command.give({ path: PATH })}>
                    现在备份
                  </Button>
                </div>
              </div>
            )}
            {data.items.length > 0 && (
              <ul className="card flush lines" aria-label="备份列表">
                {data.items.map((one) => (
                  <li key={one.name}>
                    <div className="main">
                      <span className="title">{momentWords(one.takenAt)}</span>
                      <details>
                        <summary>里面有什么</summary>
                        <Pairs
                          of={[
                            ...one.databases.map(({ name, documents, bytes }) => [NAMES.get(name) ?? name, `${documents} 条，${sizeWords(bytes)}`] as const),
                            ['文件', `${one.files.count} 个，${sizeWords(one.files.bytes)}`],
                            ['用时', `${one.seconds} 秒`],
                          ]}
                        />
                      </details>
                    </div>
                    <div className="side">{one.damaged > 0 && <State tone="bad">{one.damaged} 个文件损坏，没有存入</State>}</div>
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Reading>
    </Page>
  );
}

function Last({ of: one }: { readonly of: BackupView | undefined }) {
  const [opened] = useState(Date.now);
  if (!one) return <Nothing title="还没有备份" />;
  const hours = Math.floor((opened - Date.parse(one.takenAt)) / 3_600_000);
  return (
    <h2>
      最近一次备份：{momentWords(one.takenAt)}{' '}
      <State tone={hours < OLD_HOURS ? 'good' : 'due'}>{hours < 1 ? '不到一小时前' : hours < 48 ? `${hours} 小时前` : `${Math.floor(hours / 24)} 天前`}</State>
    </h2>
  );
}

const stepWords = (step: string): string => (step === '' ? '' : step === 'blobs' ? '，正在保存文件' : `，正在保存${NAMES.get(step) ?? step}`);
