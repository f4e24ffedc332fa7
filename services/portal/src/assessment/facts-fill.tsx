import { Button } from 'antd';
import { FactsFilled } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';

interface FactsFillProps {
  readonly campaignId: string;
  /** Of these only; otherwise of all that the seat governs. */
  readonly unitIds?: readonly string[];
  readonly nameOf: (fact: string) => string;
}

/** Counts the facts anew that the scheme takes from records, the register, inspections, ratings and earlier rounds. */
export function FactsFill({ campaignId, unitIds, nameOf }: FactsFillProps) {
  const say = useSay();
  const command = useCommand(FactsFilled, ({ changed, unknown }) =>
    say([changed === 0 ? '核取完毕，没有变化' : `核取完毕，${changed} 个单位的事实有变化`, unknown.length > 0 && `来源没有给出的请直接录入：${unknown.map(nameOf).join('、')}`].filter(Boolean).join('；')),
  );
  return (
    <>
      <Button loading={command.busy} onClick={() => command.give({ path: `/api/assessment/campaigns/${campaignId}/facts/fill`, body: unitIds ? { unitIds } : {} })}>
        重新核取
      </Button>
      <ProblemAlert problem={command.problem} />
    </>
  );
}
