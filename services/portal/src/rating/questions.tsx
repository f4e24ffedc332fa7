import { Button, Input, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import type { Answers, Problem, Question } from '@xingchuang/contracts';
import { asProblem } from '../api/problem-error.ts';
import { drafts } from '../shared/draft.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import './rating.css';

interface Target {
  readonly id: string;
  readonly name: string;
}
interface QuestionsProps {
  readonly label: string;
  readonly submit: string;
  readonly draft: string;
  readonly targets: readonly Target[];
  readonly questions: readonly Question[];
  readonly send: (answers: Answers) => Promise<void>;
  readonly done: () => void;
}

/** One form for all units, one under the other; each question is answered or abstained from. */
export function Questions({ label, submit, draft, targets, questions, send, done }: QuestionsProps) {
  const [answers, setAnswers] = useState<Answers>(() => (drafts.find<Answers>(draft) as Answers | undefined) ?? {});
  const [problem, setProblem] = useState<Problem>();
  const [open, setOpen] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const set = (target: string, question: string, value: string | null | undefined) => {
    const { [question]: _, ...rest } = answers[target] ?? {};
    const next = { ...answers, [target]: value === undefined ? rest : { ...rest, [question]: value } };
    setAnswers(next);
    drafts.save(draft, next);
    setOpen((was) => was.filter((one) => one !== `${target}.${question}`));
  };
  const give = async () => {
    const missing = targets.flatMap(({ id }) => questions.filter((question) => question.kind !== 'text' && answers[id]?.[question.id] === undefined).map((question) => `${id}.${question.id}`));
    setOpen(missing);
    setProblem(undefined);
    if (missing.length > 0) {
      document.getElementById(missing[0]!)?.scrollIntoView({ block: 'center' });
      return;
    }
    setBusy(true);
    try {
      await send(answers);
      drafts.remove(draft);
      done();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form aria-label={label} className="stack" onSubmit={(event) => (event.preventDefault(), void give())}>
      {targets.map((target) => (
        <fieldset key={target.id} className="rated">
          <legend>{target.name}</legend>
          {questions.map((question) => (
            <Asked key={question.id} about={target.name} id={`${target.id}.${question.id}`} question={question} value={answers[target.id]?.[question.id]} missing={open.includes(`${target.id}.${question.id}`)} onChange={(value) => set(target.id, question.id, value)} />
          ))}
        </fieldset>
      ))}
      <ProblemAlert problem={problem} />
      {open.length > 0 && (
        <p className="alert" role="alert">
          还有 {open.length} 处没有作答，已标出；不了解的请选“弃权”。
        </p>
      )}
      <div className="vote-bar">
        <Button type="primary" htmlType="submit" loading={busy} block>
          {submit}
        </Button>
      </div>
    </form>
  );
}

interface AskedProps {
  readonly id: string;
  readonly about: string;
  readonly question: Question;
  readonly value: string | null | undefined;
  readonly missing: boolean;
  readonly onChange: (value: string | null | undefined) => void;
}

function Asked({ id, about, question, value, missing, onChange }: AskedProps) {
  const name = `${about}：${question.text}`;
  const abstain = (
    <label className="abstain">
      <input type="checkbox" checked={value === null} onChange={(event) => onChange(event.target.checked ? null : undefined)} aria-label={`${name}，弃权`} /> 弃权
    </label>
  );
  return (
    <div id={id} className={missing ? 'asked missing' : 'asked'}>
      <p className="question">
        {question.text}
        {question.kind === 'scale' && <span className="quiet small">（{question.from}—{question.to} 分）</span>}
        {missing && <strong className="must">请作答</strong>}
      </p>
      {question.kind === 'scale' && (
        <div className="row">
          <InputNumber<string> stringMode aria-label={name} min={question.from} max={question.to} precision={question.places} step={question.places > 0 ? '0.5' : '1'} controls={false} inputMode="decimal" value={value ?? null} placeholder="分数" onChange={(given) => onChange(given === null ? undefined : plain(given))} />
          {abstain}
        </div>
      )}
      {question.kind === 'choice' && (
        <div className="row">
          <Radio.Group aria-label={name} value={value ?? undefined} options={question.options.map((option) => ({ value: option.id, label: option.text }))} onChange={(event) => onChange(event.target.value as string)} />
          {abstain}
        </div>
      )}
      {question.kind === 'text' && <Input.TextArea aria-label={name} value={value ?? ''} onChange={(event) => onChange(event.target.value)} maxLength={2_000} autoSize={{ minRows: 2, maxRows: 8 }} placeholder="可不填；请勿写出能认出您的内容" />}
    </div>
  );
}

/** 90.50 is 90.5: the form takes a score as people write it. */
const plain = (given: string): string => (given.includes('.') ? given.replace(/\.?0+$/, '') : given);
