import { Select } from 'antd';
import { Link } from 'react-router';
import { RectificationSections } from '../rectification/areas.tsx';
import { UnitFilter } from '../registry/unit-filter.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords, momentWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { ASKED, KINDS, WORDS } from './step-words.ts';
import { LOGS, useSteps, type Line } from './use-steps.ts';

/** Every step that any service took by itself, and every last day that was moved, the newest first. Lines are only ever added. */
export function StepsPage() {
  const [service, setService] = useAddressFilter('service');
  const [what, setWhat] = useAddressFilter('what');
  const [unitId, setUnitId] = useAddressFilter('unit');
  const steps = useSteps(service, { what: what || undefined, unitId: unitId || undefined });
  const asked = service === '' ? Object.values(ASKED).flat() : (ASKED[service] ?? []);
  return (
    <Page title="整改" lead="到期后各部分自动做了什么、哪些期限改过；只增不改">
      <RectificationSections />
      <Chips label="部分" value={service} of={[['', '全部'], ...LOGS]} onChange={setService} />
      <div className="row" style={{ alignItems: 'end' }}>
        <Select aria-label="处理" value={what} onChange={setWhat} style={{ width: 260, maxWidth: '100%' }} options={[{ value: '', label: '所有处理' }, ...asked.map((value) => ({ value, label: WORDS[value] }))]} />
        <UnitFilter id="step-unit" label="单位" value={unitId} onChange={setUnitId} />
      </div>
      <Lines of={steps} label="自动处理记录" keyOf={({ id }) => id} empty={<Nothing title="还没有自动处理">期限到了之后的每一步都会记在这里。</Nothing>}>
        {(one) => <Step of={one} />}
      </Lines>
    </Page>
  );
}

function Step({ of: one }: { readonly of: Line }) {
  const words = WORDS[one.what] ?? one.what;
  const more = moreOf(one);
  const [name, page] = KINDS[one.kind] ?? [LOGS.find(([service]) => service === one.service)![1]];
  return (
    <>
      <div className="main">
        {page ? (
          <Link className="title" to={`${page}${one.objectId}`}>
            {words}
          </Link>
        ) : (
          <strong>{words}</strong>
        )}
        <p className="quiet">
          {`${name} · `}
          {one.unitId && <UnitName id={one.unitId} />}
          {more && ` · ${more}`}
        </p>
        <p className="quiet small">
          {`${momentWords(one.at)} 记录`}
          {one.clause && ` · 依据：${one.clause}`}
        </p>
      </div>
      <div className="side">
        <span className="nowrap">{dayWords(one.day)}</span>
        {one.after && one.before && one.before !== one.after && <span className="quiet small">{`截止日 ${dayWords(one.before)} → ${dayWords(one.after)}`}</span>}
        {one.count > 1 && <span className="quiet small">{`${one.count} 项`}</span>}
        <State>{one.by ? <UnitName id={one.by} /> : '自动'}</State>
      </div>
    </>
  );
}

/** What the line says of itself; of counts alone, in words. */
function moreOf({ what, objectId, text }: Line): string {
  if (what === 'reminded') return Number(objectId) < 0 ? `提前 ${-Number(objectId)} 个工作日` : Number(objectId) === 0 ? '截止当天' : `逾期 ${objectId} 个工作日`;
  if (what === 'retention-over') return `保管 ${text} 年`;
  if (what === 'fixity-read' && text !== '') return `${text} 份不完好`;
  return text;
}
