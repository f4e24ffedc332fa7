import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { TodoList } from '@xingchuang/contracts';
import { asProblem } from '../api/problem-error.ts';
import { useRead } from '../api/reading.ts';
import { useKeys } from '../audit/use-keys.ts';
import { useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { Chips } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { AssessmentSections } from './areas.tsx';
import { BoardCase } from './board-case.tsx';
import { BoardList } from './board-list.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { keyOf, waitingOf, type Waiting } from './waiting.ts';
import './board.css';

const chipsOf = (all: string, values: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] => [['', all], ...new Map(values)];

/** All that waits at my body's steps in one list, the chosen case open beside it with its evidence and the verdict. */
export function BoardPage() {
  const { seat } = useSession();
  const todo = useRead(TodoList, '/api/assessment/todo');
  const today = useToday();
  const [params, setParams] = useSearchParams();
  const [campaign, setCampaign] = useAddressFilter('campaign');
  const [step, setStep] = useAddressFilter('step');
  const [level, setLevel] = useAddressFilter('level');
  const [due, setDue] = useAddressFilter('due');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const all = useMemo(() => waitingOf(todo.data?.items ?? []), [todo.data]);
  const shown = useMemo(
    () =>
      all.filter(
        (one) =>
          (!campaign || one.campaign.id === campaign) &&
          (!step || one.name.zh === step) &&
          (!level || (one.level?.zh ?? '未报') === level) &&
          (!due || (due === 'over' ? one.deadline !== null && today !== undefined && one.deadline < today : due === 'voided' ? one.voided : one.deadline !== null)),
      ),
    [all, campaign, step, level, due, today],
  );
  const at = params.get('at');
  const place = shown.findIndex((one) => keyOf(one) === at);
  const open = shown[place];
  const go = (to: Waiting | undefined) =>
    setParams(
      (was) => {
        const next = new URLSearchParams(was);
        if (to) next.set('at', keyOf(to));
        else next.delete('at');
        return next;
      },
      { replace: true },
    );
  const next = shown[place + 1];
  const previous = place > 0 ? shown[place - 1] : undefined;
  useKeys({ j: () => (next ?? (place < 0 ? shown[0] : undefined)) && go(next ?? shown[0]), k: () => previous && go(previous) });
  const chosen = shown.filter((one) => ticked.has(keyOf(one)));
  const tick = (keys: readonly string[], on: boolean) => {
    const these = new Set(keys);
    setTicked((was) => new Set(on ? [...was, ...keys] : [...was].filter((key) => !these.has(key))));
  };
  return (
    <Page title="评定" lead={`${seat.unitName}待办的评定 ${all.length} 件，按期限排列`}>
      <AssessmentSections />
      {todo.error && <ProblemAlert problem={asProblem(todo.error)} />}
      {todo.isPending ? (
        <Coming />
      ) : all.length === 0 ? (
        <div className="card">
          <Nothing title="没有等您审核的评定" next={<Link to="/app/assessment/campaigns">查看评定活动</Link>}>
            轮到本机构办理时，会按期限出现在这里。
          </Nothing>
        </div>
      ) : (
        <>
          <div className={open ? 'row board-filters has-open' : 'row board-filters'}>
            {new Set(all.map((one) => one.campaign.id)).size > 1 && (
              <Chips label="活动" value={campaign} of={chipsOf('各项活动', all.map((one) => [one.campaign.id, one.campaign.title]))} onChange={setCampaign} />
            )}
            {new Set(all.map((one) => one.name.zh)).size > 1 && (
              <Chips label="环节" value={step} of={chipsOf('各环节', all.map((one) => [one.name.zh, one.name.zh]))} onChange={setStep} />
            )}
            <Chips label="星级" value={level} of={chipsOf('各星级', all.map((one) => [one.level?.zh ?? '未报', one.level?.zh ?? '未报']))} onChange={setLevel} />
            <Chips
              label="期限"
              value={due}
              of={[
                ['', '不限期限'],
                ['set', '有期限'],
                ['over', '已逾期'],
                ['voided', '事实已变'],
              ]}
              onChange={setDue}
            />
          </div>
          <BulkBar chosen={chosen} clear={() => setTicked(new Set())} />
          <div className={open ? 'board has-open' : 'board'}>
            <BoardList shown={shown} place={place} ticked={ticked} tick={tick} go={go} />
            <div className="board-case">
              {open ? (
                <>
                  <div className="row between board-walk">
                    <Button className="board-back" onClick={() => go(undefined)}>
                      ← 回到列表
                    </Button>
                    <span className="quiet">
                      第 {place + 1} 件，共 {shown.length} 件
                    </span>
                    <span className="row">
                      <Button disabled={!previous} onClick={() => go(previous)}>
                        上一件 <kbd className="key">K</kbd>
                      </Button>
                      <Button disabled={!next} onClick={() => go(next)}>
                        下一件 <kbd className="key">J</kbd>
                      </Button>
                    </span>
                  </div>
                  <BoardCase key={keyOf(open)} of={open} ahead={next} done={() => go(next ?? previous)} />
                </>
              ) : (
                <div className="card board-hint">
                  <Nothing title="从左边选一件">
                    按 <kbd className="key">J</kbd> <kbd className="key">K</kbd> 逐件看，<kbd className="key">1</kbd> 办理，<kbd className="key">2</kbd> 退回；勾选多件可以一并办理或并排比较。
                  </Nothing>
                </div>
              )}
            </div>
          </div>
        </>
      )}
    </Page>
  );
}
