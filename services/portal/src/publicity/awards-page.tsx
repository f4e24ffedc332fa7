import { AwardPage, type AwardView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State, type Tone } from '../shared/page.tsx';
import { Stars } from '../shared/stars.tsx';
import { useSession } from '../session/session.ts';
import { PublicitySections } from './areas.tsx';

export const AWARD_WORDS: Readonly<Record<AwardView['state'], readonly [string, Tone]>> = {
  valid: ['有效', 'good'],
  lowered: ['已调低', 'due'],
  revoked: ['已撤销', 'bad'],
};

export function AwardsPage() {
  const { seat } = useSession();
  const [whose, setWhose] = useAddressFilter('whose');
  const awards = useList(AwardPage, '/api/publicity/awards', { unitId: whose === 'mine' ? seat.unitId : undefined });
  return (
    <Page title="公示表彰" lead="颁发的证书，可凭编号或二维码查验">
      <PublicitySections />
      <Chips
        label="范围"
        value={whose}
        of={[
          ['', '全部'],
          ['mine', '本单位'],
        ]}
        onChange={setWhose}
      />
      <Lines
        of={awards}
        label="证书"
        keyOf={({ id }) => id}
        empty={<Nothing title="还没有颁发证书">公示结果确认后，证书会自动生成。</Nothing>}
      >
        {(award) => (
          <>
            <div className="main">
              <span className="title">{award.unitName}</span>{' '}
              <p className="quiet">
                {award.number} · {dayWords(award.issuedOn)}颁发{award.reason && ` · ${award.reason}`}
              </p>
            </div>
            <div className="side">
              <Stars
                won={award.state === 'valid' ? award.stars : 0}
                lost={award.state === 'revoked' ? award.stars : 0}
                name={award.levelName}
              />
              <State tone={AWARD_WORDS[award.state][1]}>{AWARD_WORDS[award.state][0]}</State>
              {award.hasCertificate ? (
                <a
                  href={`/api/publicity/awards/${award.id}/certificate`}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={`${award.unitName}的证书（PDF）`}
                >
                  证书
                </a>
              ) : (
                <span className="quiet">证书生成中</span>
              )}
              <a
                href={`/verify/${encodeURIComponent(award.number)}`}
                target="_blank"
                rel="noreferrer"
                aria-label={`查验${award.unitName}的证书`}
              >
                查验
              </a>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
