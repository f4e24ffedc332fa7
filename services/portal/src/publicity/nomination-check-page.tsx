import { Button } from 'antd';
import { Link } from 'react-router';
import { NominationCheck, type NominationFindingKind } from '@xingchuang/contracts';
import { address } from '../api/http.ts';
import { useRead } from '../api/reading.ts';
import { PeopleSelect } from '../registry/people-select.tsx';
import { UnitsSelect } from '../registry/units-select.tsx';
import { useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';

const KIND: Readonly<Record<NominationFindingKind, string>> = {
  bar: '限制', penalty: '处理', exclusion: '不得参评', veto: '一票否决', cap: '等级上限', suspended: '表彰暂停', revoked: '表彰撤销', finding: '未销号问题', case: '限期整改', handover: '未办结交办', complaint: '未办结举报', priority: '优先', honour: '表彰奖励',
};
const PLACE: Readonly<Record<NominationFindingKind, string>> = {
  bar: 'publicity/rewards', penalty: 'publicity/rewards', priority: 'publicity/rewards', honour: 'publicity/rewards', exclusion: 'assessment/campaigns', veto: 'assessment/campaigns', cap: 'assessment/campaigns',
  suspended: 'publicity/awards', revoked: 'publicity/awards', finding: 'rectification/findings', case: 'rectification/cases', handover: 'rectification/handovers', complaint: 'publicity/complaints',
};
type Item = NominationCheck['items'][number];

/** What holds for those who are to be nominated, before anybody nominates them. The address holds the choice, so that it can be sent on and printed. */
export function NominationCheckPage() {
  const may = useMay();
  const { seat } = useSession();
  const [units, setUnits] = useAddressFilter('units');
  const [people, setPeople] = useAddressFilter('people');
  const query = { unitIds: units || undefined, personIds: people || undefined };
  const isAsked = units !== '' || people !== '';
  const check = useRead(NominationCheck, isAsked ? '/api/publicity/nomination-check' : undefined, query);
  return (
    <Page
      title="提名前核查"
      up={{ to: '/app/publicity/rewards', name: '奖惩台账' }}
      lead="列出今天仍有效的限制、处理、一票否决、暂停和未销号问题，逐条注明依据；未办结的举报只向受理举报的人列出，且只列件数；是否提名由人决定"
      actions={
        isAsked && (
          <>
            <Button onClick={() => window.print()}>打印</Button>
            <Button href={address('/api/publicity/nomination-check/workbook', query)} download>
              导出 Excel
            </Button>
          </>
        )
      }
    >
      <div className="card no-print">
        <label htmlFor="check-units">单位</label>
        <UnitsSelect id="check-units" known={check.data?.items ?? []} value={listed(units)} onChange={(ids) => setUnits(ids.join(','))} />
        {may('person.read') && (
          <>
            <label htmlFor="check-people" style={{ display: 'block', marginTop: 12 }}>
              人员
            </label>
            <PeopleSelect id="check-people" unitId={seat.jurisdictionId} value={listed(people)} onChange={(ids) => setPeople(ids.join(','))} />
          </>
        )}
      </div>
      {isAsked ? (
        <Reading read={check}>
          {({ day, items }) => (
            <>
              <p className="quiet">核查日期：{dayWords(day)}</p>
              {items.map((item) => (
                <Checked key={item.id} of={item} />
              ))}
            </>
          )}
        </Reading>
      ) : (
        <div className="card">
          <Nothing title="请选择要核查的单位或人员" />
        </div>
      )}
    </Page>
  );
}

const listed = (text: string): string[] => (text === '' ? [] : text.split(','));

function Checked({ of: { name, clear, against, inFavour } }: { readonly of: Item }) {
  return (
    <section className="card" aria-label={name}>
      <h2>
        {name} <State tone={clear ? 'good' : 'bad'}>{clear ? '未发现不利情形' : `${against.length}项不利情形`}</State>
      </h2>
      <Findings label="不利情形" of={against} />
      <Findings label="有利情形" of={inFavour} />
    </section>
  );
}

function Findings({ label, of }: { readonly label: string; readonly of: Item['against'] }) {
  if (of.length === 0) return null;
  return (
    <ul className="lines inset" aria-label={label}>
      {of.map((one) => (
        <li key={`${one.kind}${one.id}${one.zh}`}>
          <div className="main">
            <Link className="title" to={['/app', PLACE[one.kind], one.id].filter(Boolean).join('/')}>
              {one.zh}
            </Link>
            <p className="quiet">{[one.unitName, one.source, one.day && dayWords(one.day)].filter(Boolean).join(' · ')}</p>
          </div>
          <div className="side">
            <State tone={label === '不利情形' ? 'bad' : 'good'}>{KIND[one.kind]}</State>
          </div>
        </li>
      ))}
    </ul>
  );
}
