import { Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { AwardPage, type AwardView } from '@xingchuang/contracts';
import { useList, type Reading } from '../api/reading.ts';
import { useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Stars } from '../shared/stars.tsx';
import { PublicitySections } from './areas.tsx';
import { AWARD_WORDS, FORM_WORDS } from './award-words.ts';

/** The register of certificates and plaques. */
export function AwardsPage() {
  const may = useMay();
  const { seat } = useSession();
  const [whose, setWhose] = useAddressFilter('whose');
  const [state, setState] = useAddressFilter('state');
  const [number, setNumber] = useAddressFilter('number');
  const awards = useList(AwardPage, '/api/publicity/awards', {
    unitId: whose === 'mine' ? seat.unitId : undefined,
    state: state === '' || state === 'due' ? undefined : state,
    due: state === 'due' ? true : undefined,
    number: number || undefined,
  });
  return (
    <Page
      title="公示表彰"
      lead="颁发的证书和牌匾，可凭编号或二维码查验"
      actions={
        may('award.issue') && (
          <>
            <Link to="/app/publicity/award-batches">批次</Link>
            <Link to="/app/publicity/award-batches/new" className="ant-btn ant-btn-primary">
              批量颁发
            </Link>
          </>
        )
      }
    >
      <PublicitySections />
      <div className="row">
        <Chips
          label="范围"
          value={whose}
          of={[
            ['', '全部单位'],
            ['mine', '本单位'],
          ]}
          onChange={setWhose}
        />
        <NumberSearch value={number} onSearch={setNumber} />
      </div>
      <Chips
        label="状态"
        value={state}
        of={[
          ['', '不限状态'],
          ['valid', '有效'],
          ['suspended', '暂停'],
          ['lowered', '已调低'],
          ['revoked', '已撤销'],
          ['expired', '已到期'],
          ['due', '待收回的牌匾'],
        ]}
        onChange={setState}
      />
      <AwardLines of={awards} filtered={state !== '' || number !== ''} />
    </Page>
  );
}

function NumberSearch({ value, onSearch }: { readonly value: string; readonly onSearch: (number: string) => void }) {
  const [typed, setTyped] = useState(value);
  return (
    <Input.Search
      aria-label="按编号查找"
      placeholder="编号，如 XC-2026-0001"
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        if (event.target.value === '') onSearch('');
      }}
      onSearch={(number) => onSearch(number.trim())}
      style={{ maxWidth: 280 }}
      allowClear
    />
  );
}

function AwardLines({ of, filtered }: { readonly of: Reading<AwardView>; readonly filtered: boolean }) {
  return (
    <Lines
      of={of}
      label="证书和牌匾"
      keyOf={({ id }) => id}
      empty={filtered ? <Nothing title="没有符合条件的证书或牌匾" /> : <Nothing title="还没有颁发证书或牌匾">公示结果确认后会自动颁发；不经公示的等级由有权的机关批量颁发。</Nothing>}
    >
      {(award) => <AwardLine of={award} />}
    </Lines>
  );
}

function AwardLine({ of: award }: { readonly of: AwardView }) {
  const [words, tone] = AWARD_WORDS[award.state];
  return (
    <>
      <div className="main">
        <Link className="title" to={`/app/publicity/awards/${award.id}`}>
          {award.unitName}
        </Link>
        <p className="quiet">
          {FORM_WORDS[award.form]} {award.number} · {`${dayWords(award.issuedOn)}颁发`}
          {award.reason && ` · ${award.reason}`}
        </p>
      </div>
      <div className="side">
        {award.custody.due && <State tone="bad">{award.custody.overdue ? '牌匾逾期未收回' : '牌匾待收回'}</State>}
        <Stars won={award.state === 'valid' ? award.stars : 0} lost={award.state === 'revoked' || award.state === 'lowered' ? award.stars : 0} name={award.levelName} />
        <State tone={tone}>{words}</State>
      </div>
    </>
  );
}
