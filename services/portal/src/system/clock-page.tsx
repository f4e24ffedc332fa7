import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ClockView, type Problem } from '@xingchuang/contracts';
import { readAgain } from '../api/command.ts';
import { send } from '../api/http.ts';
import { asProblem } from '../api/problem-error.ts';
import { dayWords, momentWords, weekdayWords } from '../shared/day-words.ts';
import { Page } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { useClock } from '../shared/today.ts';
import { SERVICES, SystemSections } from './areas.tsx';

/** The system's day; in a rehearsal it can be moved, in every service at once. */
export function ClockPage() {
  const clock = useClock();
  return (
    <Page title="系统" lead="一切期限都按这个时钟计算">
      <SystemSections />
      {clock && (
        <section className="card narrow">
          <h2>
            今天是{dayWords(clock.today)} {weekdayWords(clock.today)}
          </h2>
          <p className="quiet">{clock.rehearsal ? `演练时钟，现在 ${momentWords(clock.now)}` : '系统时钟，与北京时间一致'}</p>
          {clock.rehearsal && <Move today={clock.today} />}
        </section>
      )}
    </Page>
  );
}

function Move({ today }: { readonly today: string }) {
  const queries = useQueryClient();
  const say = useSay();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const move = async ({ day, time }: { day: string; time: string }) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const now = new Date(`${day}T${time}:00+08:00`).toISOString();
      for (const [service] of SERVICES) await send(ClockView, 'PUT', `/api/${service}/clock`, { now }, crypto.randomUUID());
      readAgain(queries);
      say(`时钟已调到${dayWords(day)}`);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form
      layout="vertical"
      aria-label="调整演练时钟"
      initialValues={{ day: today, time: '09:00' }}
      onFinish={(given: { day: string; time: string }) => void move(given)}
      style={{ marginTop: 16 }}
    >
      <div className="row">
        <Form.Item name="day" label="日期" rules={[{ required: true, message: '请选择日期' }]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="time" label="时间" rules={[{ required: true, message: '请选择时间' }]}>
          <Input type="time" />
        </Form.Item>
      </div>
      <ProblemAlert problem={problem} />
      <Button type="primary" htmlType="submit" loading={busy}>
        调整时钟
      </Button>
    </Form>
  );
}
