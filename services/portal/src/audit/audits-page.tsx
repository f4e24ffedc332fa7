import { Link } from 'react-router';
import { AUDIT_STATES, AuditPage, type AuditView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { EvidenceSections } from '../evidence/areas.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { AuditState } from './audit-words.tsx';

const NAMES: Readonly<Record<AuditView['state'], string>> = {
  announced: '待抽取',
  open: '进行中',
  closed: '已办结',
  withdrawn: '已撤销',
};

/** The audits of archives: those one runs, or for a unit those that told it something. */
export function AuditsPage() {
  const may = useMay();
  const mayRun = may('audit.run');
  const [state, setState] = useAddressFilter('state');
  const audits = useList(AuditPage, '/api/evidence/audits', { state: state || undefined });
  return (
    <Page
      title="档案"
      lead={mayRun ? '抽查各单位的台账和材料' : '上级对本单位材料的抽查意见'}
      actions={
        mayRun && (
          <LinkButton primary to="/app/evidence/audits/new">新的抽查</LinkButton>
        )
      }
    >
      <EvidenceSections />
      {mayRun && (
        <Chips
          label="状态"
          value={state}
          of={[['', '全部'], ...AUDIT_STATES.map((one) => [one, NAMES[one]] as const)]}
          onChange={setState}
        />
      )}
      <Lines
        of={audits}
        label="档案抽查"
        keyOf={({ id }) => id}
        empty={
          <Nothing title="还没有档案抽查">{mayRun ? '先公布范围和抽取方法，再抽取。' : '有抽查意见时会出现在这里。'}</Nothing>
        }
      >
        {(audit) => <Line audit={audit} mayRun={mayRun} />}
      </Lines>
    </Page>
  );
}

function Line({ audit, mayRun }: { readonly audit: AuditView; readonly mayRun: boolean }) {
  const { progress } = audit;
  const told = [
    progress.overdue > 0 && `逾期未补正 ${progress.overdue} 件`,
    mayRun && progress.answered > 0 && `待看答复 ${progress.answered} 件`,
    mayRun && progress.unpublished > 0 && `未告知 ${progress.unpublished} 件`,
    !mayRun && progress.supplement > 0 && `限期补正 ${progress.supplement} 件`,
  ].filter(Boolean);
  return (
    <>
      <div className="main">
        <Link className="title" to={`/app/evidence/audits/${audit.id}`}>
          {audit.title}
        </Link>
        <p className="quiet">
          <UnitName id={audit.unitId} /> · {dayWords(audit.from)}至{dayWords(audit.to)}的材料
          {told.length > 0 && ` · ${told.join(' · ')}`}
        </p>
      </div>
      <div className="side">
        {audit.population && (
          <span className="nowrap">{mayRun ? `已评 ${progress.judged} / ${progress.total}` : `${progress.total} 件`}</span>
        )}
        <AuditState state={audit.state} />
      </div>
    </>
  );
}
