import { Link } from 'react-router';
import { UnitAttentionPage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { usePostKinds } from './kinds.ts';

/** Terms that end soon or are over, and posts that nobody holds, of all units. */
export function AttentionPage() {
  const [days, setDays] = useAddressFilter('days', '90');
  const units = useList(UnitAttentionPage, '/api/registry/attention', { days });
  const kinds = usePostKinds();
  const today = useToday() ?? '';
  return (
    <Page title="换届与空缺" up={{ to: '/app/units', name: '组织' }} lead="任期将满或已过的班子，没有人担任的职务">
      <Chips
        label="任期在多少天内届满"
        value={days}
        of={[
          ['0', '已经届满'],
          ['30', '30 天内'],
          ['90', '90 天内'],
          ['366', '一年内'],
        ]}
        onChange={setDays}
      />
      <Lines of={units} label="换届与空缺" keyOf={({ unitId }) => unitId} empty={<Nothing title="都好">没有将满的任期，也没有空缺的职务。</Nothing>}>
        {(unit) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/units/${unit.unitId}`}>
                {unit.name}
              </Link>{' '}
              <span className="quiet small">{unit.code}</span>
              {unit.vacant.length > 0 && <p className="quiet">空缺：{unit.vacant.map((kind) => kinds.find((one) => one.kind === kind)?.zh ?? kind).join('、')}</p>}
            </div>
            {unit.termUntil && (
              <div className="side">
                <State tone={unit.termUntil < today ? 'bad' : 'due'}>{unit.termUntil < today ? `任期已于${dayWords(unit.termUntil)}届满` : `任期至${dayWords(unit.termUntil)}`}</State>
              </div>
            )}
          </>
        )}
      </Lines>
    </Page>
  );
}
