import { Link } from 'react-router';
import { LegalHoldPage, type LegalHoldView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { EvidenceSections } from '../evidence/areas.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { momentWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Lift } from './item-hold.tsx';

const KINDS = { file: '材料', record: '台账' } as const;

/** What must stay whatever its term, and what had to. */
export function HoldsPage() {
  const holds = useList<LegalHoldView>(LegalHoldPage, '/api/evidence/legal-holds');
  return (
    <Page title="保全" lead="巡察、诉讼等期间不得销毁的材料和台账；在材料或台账的页面上开始保全">
      <EvidenceSections />
      <Lines of={holds} label="保全" keyOf={({ id }) => id} empty={<Nothing title="没有保全的材料和台账">需要时打开该材料或台账，在“保全”中写明理由。</Nothing>}>
        {(hold) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/evidence/${hold.kind}s/${hold.itemId}`}>
                {hold.name || KINDS[hold.kind]}
              </Link>
              <p className="words">{hold.reason}</p>
              <p className="quiet">
                {KINDS[hold.kind]} · <UnitName id={hold.unitId} /> · {momentWords(hold.at)} <PersonName id={hold.by} />
                {hold.liftedAt && ` · ${momentWords(hold.liftedAt)}解除`}
              </p>
            </div>
            <div className="side">
              <Lift hold={hold} />
              {hold.liftedAt ? <State>已解除</State> : <State tone="due">正在保全</State>}
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
