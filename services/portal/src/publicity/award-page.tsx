import { useParams } from 'react-router';
import { AwardDetailView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { AttachedFiles } from '../evidence/proof-files.tsx';
import { Acts, OtherActs } from '../rectification/acts.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { PdfPreview } from '../shared/pdf-preview.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { Timeline } from '../shared/timeline.tsx';
import { HandOverForm, HangForm, LiftForm, RevokeForm, SuspendForm, TakeBackForm } from './award-forms.tsx';
import { AWARD_WORDS, FORM_WORDS, STEP_WORDS, becauseWords } from './award-words.ts';
import { QrCode } from './qr-code.tsx';

export function AwardPageView() {
  const { id } = useParams();
  const read = useRead(AwardDetailView, `/api/publicity/awards/${id}`);
  return <Reading read={read}>{(data) => <Award of={data} />}</Reading>;
}

function Award({ of: award }: { readonly of: AwardDetailView }) {
  const [words, tone] = AWARD_WORDS[award.state];
  return (
    <Page
      title={award.unitName}
      up={{ to: '/app/publicity/awards', name: '证书和牌匾' }}
      lead={
        <span className="row">
          <State tone={tone}>{words}</State>
          <span>
            {FORM_WORDS[award.form]} {award.number}
          </span>
          {award.custody.due && <State tone="bad">{award.custody.overdue ? '牌匾逾期未收回' : '牌匾待收回'}</State>}
        </span>
      }
      actions={
        <a href={`/verify/${encodeURIComponent(award.number)}`} target="_blank" rel="noreferrer">
          公开查验页
        </a>
      }
    >
      <Next of={award} />
      <div className="split">
        <div className="stack">
          <Facts of={award} />
          <Document of={award} />
        </div>
        <div className="stack">
          <section className="card" aria-label="二维码">
            <h2>二维码</h2>
            <QrCode text={award.qrText} />
            <p className="quiet small">扫码可联网查看现状；码内带有签名，离线也能核验真伪。</p>
            <a className="small" href={`/api/publicity/public/awards/${encodeURIComponent(award.number)}/badge`} download={`${award.number}.json`}>
              导出 Open Badges 3.0 徽章
            </a>
          </section>
          <section className="card">
            <h2>经过</h2>
            <Timeline
              moments={award.history.map((step) => ({
                at: step.at,
                day: step.on,
                title: STEP_WORDS[step.what][0],
                tone: STEP_WORDS[step.what][1],
                by: step.unitName,
                text: becauseWords(step.what === 'due-back' ? `${dayWords(step.reason)}前交回` : step.reason, step.clause),
              }))}
            />
          </section>
        </div>
      </div>
    </Page>
  );
}

function Facts({ of: award }: { readonly of: AwardDetailView }) {
  const { custody } = award;
  return (
    <section className="card">
      <h2>内容</h2>
      <Pairs
        of={[
          ['单位', <UnitName key="unit" id={award.unitId} />],
          ['评定活动', award.programme],
          ['等级', award.levelName],
          ['授予机关', award.decidedBy],
          ['颁发日期', dayWords(award.issuedOn)],
          ['有效期至', award.validUntil === '' ? '不设期限' : dayWords(award.validUntil)],
          ...(award.state === 'valid' ? [] : ([[`${AWARD_WORDS[award.state][0]}原因`, becauseWords(award.reason, award.clause)]] as const)),
          ['交付', custody.handedOn && `${dayWords(custody.handedOn)}交${custody.handedTo}`],
          ...(award.form === 'plaque'
            ? ([
                ['悬挂', custody.hungOn && dayWords(custody.hungOn)],
                ['悬挂照片', custody.photoId && <AttachedFiles key="photo" ids={[custody.photoId]} label="悬挂照片" />],
                ['交回期限', custody.dueBackOn && dayWords(custody.dueBackOn)],
                ['收回', custody.takenBackOn && dayWords(custody.takenBackOn)],
              ] as const)
            : []),
        ]}
      />
    </section>
  );
}

function Document({ of: award }: { readonly of: AwardDetailView }) {
  const isPlaque = award.form === 'plaque';
  const path = `/api/publicity/awards/${award.id}/document`;
  return (
    <section className="card stack tight" aria-label={isPlaque ? '牌匾图样' : '证书'}>
      <h2>{isPlaque ? '牌匾图样' : '证书'}</h2>
      {award.state === 'suspended' ? (
        <p className="quiet">暂停期间不提供文件。</p>
      ) : !award.hasCertificate ? (
        <p className="quiet">正在制作，请稍候。</p>
      ) : (
        <>
          <PdfPreview src={path} label={isPlaque ? '牌匾图样' : '证书'} />
          {isPlaque && <p className="quiet small">矢量图，含出血和裁切线，印刷四色；直接发给制作单位。</p>}
        </>
      )}
    </section>
  );
}

function Next({ of: award }: { readonly of: AwardDetailView }) {
  const may = useMay();
  const { seat } = useSession();
  const { custody } = award;
  const isPlaque = award.form === 'plaque';
  const isOut = custody.handedOn !== '' && custody.takenBackOn === '';
  const mayHang = may('plaque.hang') && (seat.role !== 'clerk' || seat.unitId === award.unitId);
  const isOver = award.state === 'lowered' || award.state === 'revoked' || award.state === 'expired';
  return (
    <>
      <Acts
        of={[
          { id: 'back', name: '收回牌匾', when: isPlaque && isOut && isOver && may('award.issue'), form: <TakeBackForm award={award} /> },
          { id: 'hand', name: '登记交付', when: award.state === 'valid' && custody.handedOn === '' && may('award.issue'), form: <HandOverForm award={award} /> },
          { id: 'hang', name: '登记悬挂', when: isPlaque && isOut && !isOver && custody.hungOn === '' && mayHang, form: <HangForm award={award} /> },
        ]}
      />
      <OtherActs
        of={[
          { id: 'rehang', name: '更换悬挂照片', when: isPlaque && isOut && !isOver && custody.hungOn !== '' && mayHang, form: <HangForm award={award} /> },
          { id: 'early', name: '收回牌匾', when: isPlaque && isOut && !isOver && may('award.issue'), form: <TakeBackForm award={award} /> },
          { id: 'suspend', name: '暂停', when: award.state === 'valid' && may('award.revoke'), form: <SuspendForm award={award} /> },
          { id: 'lift', name: '解除暂停', when: award.state === 'suspended' && may('award.revoke'), form: <LiftForm award={award} /> },
          { id: 'revoke', name: '撤销', when: award.state !== 'revoked' && may('award.revoke'), form: <RevokeForm award={award} /> },
        ]}
      />
    </>
  );
}
