import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { FormView, VERB_NAMES, type FormItem } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { FormEditor } from './form-editor.tsx';
import './onsite.css';

export const ANSWER_WORDS: Readonly<Record<FormItem['kind'], string>> = { 'yes-no': '是或否', score: '打分', count: '数量', text: '文字' };

/** One form as it is filled in, and how its result is reckoned; who plans inspections may publish a new version of an own one, and make an own one of any other. */
export function FormPageView() {
  const { id } = useParams();
  const read = useRead(FormView, `/api/assessment/onsite/forms/${id}`);
  const may = useMay();
  const [editing, setEditing] = useState(false);
  const go = useNavigate();
  const leave = ({ formId }: FormView): void => {
    setEditing(false);
    if (formId !== id) void go(`/app/assessment/onsite/forms/${formId}`);
  };
  return (
    <Reading read={read}>
      {({ form, version, mine, ...rest }) => (
        <Page
          title={form.zh}
          up={{ to: '/app/assessment/onsite/forms', name: '检查表' }}
          lead={`第 ${version} 版 · ${form.kind === 'observation' ? '观摩评分表，每位评委一张' : '检查表，全组一张'}`}
          actions={may('onsite.plan') && !editing && <Button onClick={() => setEditing(true)}>{mine ? '修改' : '复制为本单位的检查表'}</Button>}
        >
          {editing ? (
            <FormEditor of={{ form, version, mine, ...rest }} stop={() => setEditing(false)} done={leave} />
          ) : (
            <>
              <section className="card">
                <Pairs
                  of={[
                    ['结果', resultWords(form)],
                    ['整改期限', form.workdays ? `${form.workdays} 个工作日` : '检查时确定'],
                    ['回头看', form.lookBack ? '有问题的，须回头看后才能办结' : '不要求'],
                    ...(form.source ? ([['依据', form.source]] as const) : []),
                  ]}
                />
              </section>
              {form.sections.map((section) => (
                <section key={section.id} className="card">
                  <h2>{section.zh}</h2>
                  <ul className="lines inset" aria-label={section.zh}>
                    {section.items.map((item) => (
                      <li key={item.id}>
                        <div className="main">
                          {item.verb && <span className="quiet">【{VERB_NAMES[item.verb].zh}】</span>}
                          {item.zh}
                          <p className="quiet">{[item.help, item.source].filter(Boolean).join(' · ')}</p>
                        </div>
                        <div className="side">
                          <span className="quiet nowrap">
                            {ANSWER_WORDS[item.kind]}
                            {item.most && `，最高 ${item.most} 分`}
                          </span>
                          {item.photo && <State>要拍照</State>}
                          {item.optional && <State>可不填</State>}
                        </div>
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </>
          )}
        </Page>
      )}
    </Reading>
  );
}

function resultWords({ result, kind }: FormView['form']): string {
  const { of, dropHighest, dropLowest, places, judges } = result;
  const dropped = [dropHighest > 0 && `去掉 ${dropHighest} 个最高分`, dropLowest > 0 && `${dropLowest} 个最低分`].filter(Boolean).join('和');
  return [of === 'totals' ? '每张表先合计，再取平均' : '各项得分取平均', dropped, `保留 ${places} 位小数`, kind === 'observation' ? `至少 ${judges} 位评委` : ''].filter(Boolean).join('，');
}
