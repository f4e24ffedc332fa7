import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useQueryClient } from '@tanstack/react-query';
import { RatingTextList, RatingTextView, RoundView } from '@xingchuang/contracts';
import { readAgain, useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Nothing, Page, Pairs, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { KIND_WORDS } from './areas.tsx';
import { castBallot, holdsPaper } from './ballot.ts';
import { Questions } from './questions.tsx';
import { Results } from './results.tsx';

/** One round: for a voter the ballot, for who runs it who is missing, for all of them the result when it is over. */
export function RatingPage() {
  const { id } = useParams();
  const round = useRead(RoundView, `/api/assessment/ratings/${id}`);
  return <Reading read={round}>{(data) => <Round round={data} />}</Reading>;
}

function Round({ round }: { readonly round: RoundView }) {
  const { seat } = useSession();
  const [cast, setCast] = useState(false);
  const isOpen = round.state === 'open';
  const mayVote = isOpen && !cast && (round.mine.state === 'waiting' || (round.mine.state === 'voted' && holdsPaper(round, seat.unitId)));
  return (
    <Page
      title={round.title}
      up={{ to: '/app/assessment/ratings', name: '互评与测评' }}
      lead={
        <span className="row">
          {KIND_WORDS[round.kind]} · {round.owner.name} · 评 {dayWords(round.from)}至{dayWords(round.to)}
          {isOpen ? <>投票截止 <Deadline day={round.lastDay} /></> : <State>{dayWords(round.closedOn ?? round.lastDay)}结束</State>}
        </span>
      }
    >
      {mayVote && <Vote round={round} unitId={seat.unitId} unitName={seat.unitName} done={() => setCast(true)} />}
      {isOpen && !mayVote && round.mine.state !== 'uninvited' && (
        <div className="alert info" role="status">
          {seat.unitName}已经投票。每个单位只投一次，不能再投或更改；投票结束后在这里看结果。
        </div>
      )}
      {round.link && isOpen && (
        <section className="card">
          <h2>公开答卷链接</h2>
          <p>
            <a href={round.link}>{round.link}</a>
          </p>
          <p className="quiet small">有链接的人不用登录就能答卷，每台设备一份。</p>
        </section>
      )}
      {round.results && <Results round={round} />}
      {round.results && <Texts round={round} />}
      {round.progress && <Progress round={round} />}
      {round.mayRun && isOpen && <Close round={round} />}
    </Page>
  );
}

function Vote({ round, unitId, unitName, done }: { readonly round: RoundView; readonly unitId: string; readonly unitName: string; readonly done: () => void }) {
  const queries = useQueryClient();
  const side = round.sides.find(({ id }) => id === round.mine.sideId)!;
  return (
    <>
      <section className="card secret" aria-labelledby="secret">
        <h2 id="secret">这次投票不记名</h2>
        <ul>
          <li>{unitName}一票。系统只记下“已投票”和日期，不记是谁投的、投了什么。</li>
          <li>选票与投票记录之间没有任何编号、次序或时间可以对上，管理数据库的人也对不上。</li>
          <li>结束前谁也看不到结果；不足 {round.minimum} 票不出结果。</li>
        </ul>
      </section>
      <Questions label="选票" submit="投票（投出后不能更改）" draft={`vote-${round.id}-${unitId}`} targets={side.targets} questions={round.questions} send={(answers) => castBallot(round, unitId, answers)} done={() => (readAgain(queries), done())} />
    </>
  );
}

/** Who has not voted, by name. Never what anybody voted. */
function Progress({ round }: { readonly round: RoundView }) {
  return (
    <section className="card" aria-label="投票情况">
      <h2>投票情况</h2>
      <Pairs
        of={round.progress!.map(({ id, voted, missing }) => {
          const { name, invited } = round.sides.find((side) => side.id === id)!;
          const who = missing.length === 0 ? '全部已投' : `未投：${missing.map((unit) => unit.name).join('、')}`;
          return [name, `已投 ${voted} / ${invited}。${who}`] as const;
        })}
      />
      {round.closeReason && <p className="quiet">提前结束：{round.closeReason}</p>}
    </section>
  );
}

function Close({ round }: { readonly round: RoundView }) {
  const missing = (round.progress ?? []).reduce((sum, side) => sum + side.missing.length, 0);
  const early = missing > 0 || round.kind === 'public';
  return (
    <section className="card narrow">
      <h2>结束投票</h2>
      <p className="quiet">到 {dayWords(round.lastDay)} 后自动结束。结束后出结果，不能再投。</p>
      <CommandForm label="结束投票" submit="结束投票" final draft={`close-${round.id}`} schema={RoundView} order={({ reason = '' }: { reason?: string }) => ({ path: `/api/assessment/ratings/${round.id}/closing`, body: { reason } })} said="投票已结束">
        <Form.Item name="reason" label="提前结束的理由" rules={early ? [{ required: true, message: '还有人没投票，请写明理由' }] : []}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={1_000} />
        </Form.Item>
      </CommandForm>
    </section>
  );
}

/** Written answers; who runs the round decides which are shown. */
function Texts({ round }: { readonly round: RoundView }) {
  const texts = useRead(RatingTextList, round.questions.some(({ kind }) => kind === 'text') ? `/api/assessment/ratings/${round.id}/texts` : undefined);
  if (!texts.data) return null;
  return (
    <section className="card" aria-label="文字意见">
      <h2>文字意见</h2>
      {texts.data.items.length === 0 && <Nothing title="没有可看的文字意见">{round.mayRun ? '没有人写，或票数不足。' : '经审看后公开的会出现在这里。'}</Nothing>}
      <ul className="lines">
        {texts.data.items.map((text) => (
          <li key={text.id} style={{ paddingInline: 0 }}>
            <div className="main">
              <p className="words">{text.text}</p>
              <p className="quiet">
                {text.unit.name} · {text.question}
              </p>
            </div>
            {round.mayRun && <Verdict roundId={round.id} text={text} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Verdict({ roundId, text }: { readonly roundId: string; readonly text: RatingTextView }) {
  const command = useCommand(RatingTextView);
  const give = (show: boolean) => command.give({ path: `/api/assessment/ratings/${roundId}/texts/${text.id}`, body: { show } });
  return (
    <div className="side">
      {text.state === 'waiting' ? <State tone="due">待审看</State> : text.state === 'shown' ? <State tone="good">已公开</State> : <State>不公开</State>}
      {text.state !== 'shown' && <Button onClick={() => give(true)}>公开</Button>}
      {text.state !== 'hidden' && <Button onClick={() => give(false)}>不公开</Button>}
      <ProblemAlert problem={command.problem} />
    </div>
  );
}
