import { Button, Select } from 'antd';
import { Link, useNavigate } from 'react-router';
import { BulletinKindList, BulletinPage as BulletinLines, type BulletinKindView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { PublicitySections } from './areas.tsx';
import { BULLETIN_STATE } from './bulletin-words.ts';

const STATES = [
  ['', '全部'],
  ['draft', '草稿'],
  ['approved', '已签发'],
] as const;

/** Issues and drafts by kind, period and state. */
export function BulletinsPage() {
  const may = useMay();
  const navigate = useNavigate();
  const kinds = useRead(BulletinKindList, '/api/publicity/bulletin-kinds', {}, 60).data?.items ?? [];
  const [kind, setKind] = useAddressFilter('kind');
  const [period, setPeriod] = useAddressFilter('period');
  const [state, setState] = useAddressFilter('state');
  const bulletins = useList(BulletinLines, '/api/publicity/bulletins', { kind, period, state });
  const mayWrite = may('bulletin.write');
  const periods = [...new Map(bulletins.items.filter((one) => one.period !== '').map((one) => [one.period, one.periodZh]))];
  return (
    <Page
      title="公示表彰"
      lead="每个数字、每一行都能查到出处"
      actions={
        mayWrite && (
          <>
            <Button onClick={() => void navigate('/app/publicity/bulletin-kinds')}>定期起草</Button>
            <Button type="primary" onClick={() => void navigate('/app/publicity/bulletins/new')}>
              起草通报
            </Button>
          </>
        )
      }
    >
      <PublicitySections />
      <div className="row">
        <Filter
          id="bulletin-kind"
          label="种类"
          value={kind}
          onChange={setKind}
          of={kinds.map(({ id, zh }: BulletinKindView) => [id, zh])}
        />
        <Filter
          id="bulletin-period"
          label="期间"
          value={period}
          onChange={setPeriod}
          of={periods.length > 0 || period === '' ? periods : [[period, period]]}
        />
        {mayWrite && <Chips label="状态" value={state} of={STATES} onChange={setState} />}
      </div>
      <Lines of={bulletins} label="通报" keyOf={({ id }) => id} empty={<Nothing title="还没有通报" />}>
        {(one) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/publicity/bulletins/${one.id}`}>
                {one.title}
              </Link>
              <p className="quiet">
                {[one.kindZh, one.number, one.issuer, one.issuedOn && dayWords(one.issuedOn)].filter(Boolean).join(' · ')}
              </p>
            </div>
            <div className="side">
              {one.bySystem && one.state === 'draft' && <State>系统起草</State>}
              <State tone={BULLETIN_STATE[one.state].tone}>{BULLETIN_STATE[one.state].name}</State>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}

interface FilterProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly of: readonly (readonly [string, string])[];
}

function Filter({ id, label, value, onChange, of }: FilterProps) {
  return (
    <div>
      <label htmlFor={id} className="quiet small" style={{ display: 'block' }}>
        {label}
      </label>
      <Select
        id={id}
        value={value}
        onChange={onChange}
        style={{ minWidth: 180, maxWidth: '100%' }}
        options={[{ value: '', label: '全部' }, ...of.map(([name, zh]) => ({ value: name, label: zh }))]}
      />
    </div>
  );
}
