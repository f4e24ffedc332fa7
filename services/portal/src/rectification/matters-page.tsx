import { Link } from 'react-router';
import { MatterPage, type MatterView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { RectificationSections } from './areas.tsx';

/** Whether it is common by now, in words. */
export const MatterState = ({ of: one }: { readonly of: MatterView }) =>
  one.commonSince ? <State tone="due">{`${dayWords(one.commonSince)}起为共性问题`}</State> : <State>{`个别问题，满 ${one.threshold} 个单位为共性`}</State>;

/** Problems that several units have: each keeps its own line, all are studied together. */
export function MattersPage() {
  const may = useMay();
  const [common, setCommon] = useAddressFilter('common');
  const matters = useList(MatterPage, may('matter.read') ? '/api/rectification/matters' : undefined, { common: common || undefined });
  const open = may('finding.open') && (
    <LinkButton primary to="/app/rectification/matters/new">建立共性问题</LinkButton>
  );
  return (
    <Page title="整改" lead="多个单位共有的问题：各单位各自整改，上级一并研究" actions={open}>
      <RectificationSections />
      <Chips
        label="范围"
        value={common}
        of={[
          ['', '全部'],
          ['true', '共性问题'],
          ['false', '个别问题'],
        ]}
        onChange={setCommon}
      />
      <Lines of={matters} label="共性问题" keyOf={({ id }) => id} empty={<Nothing title="还没有归并的问题">几个单位出现同样的问题时，在这里建立并归入各单位的问题。</Nothing>}>
        {(one) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/rectification/matters/${one.id}`}>
                {one.title}
              </Link>
              <p className="quiet">
                <UnitName id={one.unitId} />
                {` · ${one.units} 个单位`}
                {one.study && ` · ${dayWords(one.study.day)}已研究`}
              </p>
            </div>
            <div className="side">
              <MatterState of={one} />
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
