import { Button } from 'antd';
import { memo, useMemo } from 'react';
import { Link } from 'react-router';
import { z } from 'zod';
import { useCommand } from '../api/command.ts';
import { asProblem } from '../api/problem-error.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { Chips } from '../shared/lines.tsx';
import { LongList } from '../shared/long-list.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { useToday } from '../shared/today.ts';
import { ROLE_WORDS } from '../shared/words.ts';
import { DaysLeft } from './days-left.tsx';
import { AREAS, chosenOf, countWords, isOverdue, OVERDUE, type Area, type Chosen, type LineAct, type Todo } from './todo.ts';
import { useTodo } from './use-todo.ts';
import { WorkSections } from './work-sections.tsx';

/** What I must do, by deadline. */
export function WorkPage() {
  const { seat } = useSession();
  const today = useToday();
  const { items, coming, errors } = useTodo();
  const [chosen, choose] = useAddressFilter('kind');
  const late = items.filter((one) => isOverdue(one, today)).length;
  const shown = useMemo(() => chosenOf(items, chosen as Chosen, today), [items, chosen, today]);
  return (
    <Page title="我的工作" lead={coming ? `${seat.unitName} · ${ROLE_WORDS[seat.role]}` : leadOf(items.length, late)}>
      <WorkSections />
      {errors.map((error, i) => (
        <ProblemAlert key={i} problem={asProblem(error)} />
      ))}
      {items.length > 0 && <Chips label="待办类别" value={chosen} of={chipsOf(items, late, coming)} onChange={choose} />}
      {items.length === 0 && coming ? (
        <Coming />
      ) : (
        <div className="card flush">
          {items.length === 0 ? (
            <Quiet />
          ) : shown.length === 0 ? (
            <Nothing
              title="这一类都办完了"
              next={
                <button type="button" className="plain" onClick={() => choose('')}>
                  看全部待办
                </button>
              }
            />
          ) : (
            <LongList of={shown} label="待办" keyOf={({ key }) => key}>
              {(item) => <Line item={item} />}
            </LongList>
          )}
        </div>
      )}
    </Page>
  );
}

/** How many there are is said once every part has come. */
function leadOf(all: number, late: number): string {
  if (all === 0) return '目前没有待办';
  return late > 0 ? `待办 ${countWords(all)} 件，其中逾期 ${countWords(late)} 件` : `待办 ${countWords(all)} 件，按期限排列`;
}

/** Each kind that there is; with its number, once every part has come: together they are all. */
function chipsOf(items: readonly Todo[], late: number, coming: boolean): [string, string][] {
  const areas = Object.entries(Object.groupBy(items, ({ area }) => area)) as [Area, Todo[]][];
  const chip = (value: string, words: string, count: number): [string, string] => [value, coming ? words : `${words} ${countWords(count)}`];
  return [chip('', '全部', items.length), ...(late > 0 ? [chip(OVERDUE, '逾期', late)] : []), ...areas.map(([area, here]) => chip(area, AREAS[area], here.length))];
}

const Line = memo(function Line({ item }: { readonly item: Todo }) {
  return (
    <>
      <div className="main">
        <Link className="title" to={item.to}>
          {item.verb}
          {item.unit && `：${item.unit}`}
          {item.unitId && (
            <>
              ：<UnitName id={item.unitId} />
            </>
          )}
        </Link>
        <p className="quiet">{item.object}</p>
      </div>
      <div className="side">
        {item.due && <DaysLeft day={item.due} />}
        {item.act && <Act of={item.act} about={item.object} />}
      </div>
    </>
  );
});

/** What is done right here; the line goes when the list comes anew. */
function Act({ of: { name, said, order }, about }: { readonly of: LineAct; readonly about: string }) {
  const say = useSay();
  const command = useCommand(z.unknown(), () => say(said));
  return (
    <>
      <Button size="small" loading={command.busy} aria-label={`${name}：${about}`} onClick={() => command.give(order)}>
        {name}
      </Button>
      <ProblemAlert problem={command.problem} />
    </>
  );
}

/** Nothing to do: what one may do all the same. */
function Quiet() {
  const may = useMay();
  const next = [
    may('file.upload') && (
      <Link key="f" to="/app/evidence/files">
        上传材料
      </Link>
    ),
    may('record.file') && (
      <Link key="r" to="/app/evidence/records">
        登记台账
      </Link>
    ),
    may('campaign.open') && (
      <Link key="c" to="/app/assessment/campaigns">
        查看评定活动
      </Link>
    ),
    may('notice.publish') && (
      <Link key="n" to="/app/publicity/notices">
        查看公示
      </Link>
    ),
    may('finding.open') && (
      <Link key="p" to="/app/rectification/findings">
        登记问题
      </Link>
    ),
    may('unit.manage') && (
      <Link key="u" to="/app/units">
        维护组织
      </Link>
    ),
    may('clock.move') && (
      <Link key="s" to="/app/system">
        系统状态
      </Link>
    ),
  ].filter(Boolean);
  return (
    <Nothing title="都办完了" next={next}>
      轮到您办理时，会按期限出现在这里。
    </Nothing>
  );
}
