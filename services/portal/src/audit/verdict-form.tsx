import { Button, Input, InputNumber } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { AuditItemView, VERDICT_NAMES, VERDICT_REASONS, VERDICTS, type AuditJudging } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { Deadline } from '../shared/deadline.tsx';
import { drafts } from '../shared/draft.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { useToday, useWorkCalendar } from '../shared/today.ts';
import { useKeys } from './use-keys.ts';

type Verdict = (typeof VERDICTS)[number];
interface Draft {
  readonly verdict?: Verdict;
  readonly reasons: AuditJudging['reasons'];
  readonly text: string;
  readonly workdays: number;
}
const EMPTY: Draft = { reasons: [], text: '', workdays: 5 };

/** Three verdicts on three keys: a pass is given at once, the others want their reason first. */
export function VerdictForm({ item, done }: { readonly item: AuditItemView; readonly done: () => void }) {
  const key = `verdict-${item.id}`;
  const [draft, setDraft] = useState<Draft>(() => ({ ...EMPTY, ...drafts.find<Draft>(key) }));
  const say = useSay();
  const words = useRef<HTMLDivElement>(null);
  const command = useCommand(AuditItemView, ({ verdict }) => {
    drafts.remove(key);
    say(`${VERDICT_NAMES[verdict!].zh}：${item.title || `第 ${item.order} 件`}`);
    done();
  });
  const { verdict, reasons, text, workdays } = draft;
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    drafts.save(key, next);
    if (command.problem) command.forget();
  };
  const give = (given: Verdict) =>
    command.give({
      path: `/api/evidence/audit-items/${item.id}/verdict`,
      body: { verdict: given, reasons: given === 'pass' ? [] : reasons, text, ...(given === 'supplement' && { workdays }) },
      version: item.version,
    });
  const choose = (given: Verdict) => {
    if (command.busy) return;
    change({
      verdict: given,
      reasons: reasons.filter((id) => VERDICT_REASONS.some((one) => one.id === id && one.for.some((of) => of === given))),
    });
    if (given === 'pass') give(given);
    else setTimeout(() => words.current?.querySelector<HTMLElement>('.reasons button')?.focus());
  };
  useKeys({ 1: () => choose('pass'), 2: () => choose('supplement'), 3: () => choose('reject') });
  useEffect(() => command.forget(), [item.id]); // eslint-disable-line react-hooks/exhaustive-deps -- a refusal belongs to the item it was given for
  const offered = VERDICT_REASONS.filter((one) => one.for.some((of) => of === verdict));
  return (
    <div className="stack" ref={words}>
      <div className="verdicts" role="group" aria-label="结论">
        {VERDICTS.map((one, i) => (
          <button key={one} type="button" aria-pressed={verdict === one} disabled={command.busy} onClick={() => choose(one)}>
            {VERDICT_NAMES[one].zh} <kbd>{i + 1}</kbd>
          </button>
        ))}
      </div>
      {verdict !== undefined && verdict !== 'pass' && (
        <form
          className="stack tight"
          aria-label={VERDICT_NAMES[verdict].zh}
          onSubmit={(event) => {
            event.preventDefault();
            give(verdict);
          }}
          onKeyDown={(event) => (event.ctrlKey || event.metaKey) && event.key === 'Enter' && give(verdict)}
        >
          <div className="reasons" role="group" aria-label="常用理由">
            {offered.map(({ id, zh }) => (
              <button
                key={id}
                type="button"
                aria-pressed={reasons.includes(id)}
                onClick={() => change({ reasons: reasons.includes(id) ? reasons.filter((one) => one !== id) : [...reasons, id] })}
              >
                {zh}
              </button>
            ))}
          </div>
          <label>
            补充说明
            <Input.TextArea
              value={text}
              autoSize={{ minRows: 2, maxRows: 8 }}
              maxLength={2_000}
              onChange={({ target }) => change({ text: target.value })}
            />
          </label>
          {verdict === 'supplement' && <Limit workdays={workdays} change={(days) => change({ workdays: days })} />}
          <div className="row">
            <Button type="primary" htmlType="submit" loading={command.busy}>
              提交结论
            </Button>
            <span className="keys quiet small">
              <kbd>Ctrl</kbd> + <kbd>Enter</kbd>
            </span>
          </div>
        </form>
      )}
      <ProblemAlert problem={command.problem} />
    </div>
  );
}

function Limit({ workdays, change }: { readonly workdays: number; readonly change: (workdays: number) => void }) {
  const today = useToday();
  const calendar = useWorkCalendar();
  const due = today ? calendar?.dueAfter(today, workdays) : undefined;
  return (
    <div>
      <label className="row">
        补正期限
        <InputNumber
          min={1}
          max={60}
          precision={0}
          value={workdays}
          suffix="个工作日"
          style={{ width: 150 }}
          onChange={(days) => days && change(days)}
        />
      </label>
      <p className="quiet small">
        从告知单位的次日起算{due && '；今天告知，截止 '}
        {due && <Deadline day={due.lastDay} derivation={due.derivation} provisional={due.provisional} done />}
      </p>
    </div>
  );
}
