import { useState } from 'react';
import { useParams } from 'react-router';
import { PublicSurveyView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { usePageTitle } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { answerSurvey } from './ballot.ts';
import { Questions } from './questions.tsx';
import './rating.css';

/** A survey that whoever has the link may answer. */
export function PublicSurveyPage() {
  const { code } = useParams();
  const survey = useRead(PublicSurveyView, `/api/assessment/public/surveys/${encodeURIComponent(code!)}`);
  const [done, setDone] = useState(false);
  usePageTitle(survey.data?.title ?? '测评');
  return (
    <main className="survey">
      <Reading read={survey}>
        {(data) => (
          <div className="stack">
            <header>
              <h1>{data.title}</h1>
              <p className="quiet">
                {data.owner} · 截止{dayWords(data.lastDay)} · 不用登录，不记姓名，每台设备答一份
              </p>
            </header>
            {done ? (
              <p className="alert info" role="status">
                已收到，谢谢。文字意见审看后才会公开。
              </p>
            ) : data.state === 'closed' ? (
              <p className="alert">测评已经结束，不再收答卷。</p>
            ) : (
              <Questions label="答卷" submit="提交答卷" draft={`survey-${code}`} targets={data.targets} questions={data.questions} send={(answers) => answerSurvey(code!, answers)} done={() => setDone(true)} />
            )}
          </div>
        )}
      </Reading>
    </main>
  );
}
