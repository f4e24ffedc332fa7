import { Form, Input, InputNumber, Radio, Select } from 'antd';
import { Link } from 'react-router';
import { DrawList, DrawView, PlanList, VISIT_KIND_NAMES, type DrawMake } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { PeopleSelect } from '../registry/people-select.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { DayInput } from '../shared/day-input.tsx';
import { Nothing, Page, Pairs, State } from '../shared/page.tsx';
import { OnsiteSections } from './areas.tsx';
import { FormSelect } from './form-select.tsx';

const required = [{ required: true, message: '请填写' }];

/** Inspectors and units drawn at random; who knows the seed can draw again. */
export function DrawsPage() {
  const may = useMay();
  const draws = useList(DrawList, '/api/assessment/onsite/draws');
  return (
    <Page
      title="现场检查"
      up={{ to: '/app/assessment', name: '评定' }}
      lead="随机抽取检查人员和单位；种子公开，谁都可以按摘要排序复算"
    >
      <OnsiteSections />
      {may('onsite.plan') && <DrawForm />}
      {!draws.loading && draws.items.length === 0 && (
        <div className="card">
          <Nothing title="还没有抽取" />
        </div>
      )}
      {draws.items.map((draw) => (
        <section key={draw.id} className="card">
          <h2>
            {draw.title} <span className="quiet small">{dayWords(draw.drawnOn)}抽取</span>
          </h2>
          <Pairs
            of={[
              [
                '抽取范围',
                `${draw.unitPool.length} 个单位、${draw.inspectorPool.length} 名检查人员，抽 ${draw.count} 个单位，每个 ${draw.perUnit} 人`,
              ],
              ['回避', draw.conflicts.length > 0 ? `${draw.conflicts.length} 人次不抽本单位` : '无'],
              [
                '种子',
                <code key="s" className="small" style={{ overflowWrap: 'anywhere' }}>
                  {draw.seed}
                </code>,
              ],
              [
                '复算',
                draw.replays ? (
                  <State key="r" tone="good">
                    与抽取结果一致
                  </State>
                ) : (
                  <State key="r" tone="bad">
                    与抽取结果不一致
                  </State>
                ),
              ],
            ]}
          />
          <ul className="lines" aria-label="抽取结果" style={{ marginTop: 12 }}>
            {draw.drawn.map(({ code, unit, inspectorIds, visitId }) => (
              <li key={code} style={{ paddingInline: 0 }}>
                <div className="main">
                  <Link className="title" to={`/app/assessment/onsite/visits/${visitId}`}>
                    {unit.name}
                  </Link>
                  <p className="quiet">
                    {inspectorIds.map((id, index) => (
                      <span key={id}>
                        {index > 0 && '、'}
                        <PersonName id={id} />
                      </span>
                    ))}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Page>
  );
}

function DrawForm() {
  const { seat } = useSession();
  const plans = useList(PlanList, '/api/assessment/onsite/plans');
  return (
    <details className="card narrow">
      <summary>开始抽取</summary>
      <CommandForm
        label="开始抽取"
        submit="抽取并安排检查"
        draft="draw-new"
        schema={DrawView}
        again
        initial={{ kind: 'unannounced', perUnit: 2 }}
        order={(body: DrawMake) => ({ path: '/api/assessment/onsite/draws', body })}
        said="已抽取，检查已安排"
      >
        <Form.Item name="title" label="名称" rules={required}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="planId" label="从哪个计划中抽" rules={required} extra="抽该计划本期还没有安排的单位">
          <Select placeholder="请选择" options={plans.items.map(({ id, title }) => ({ value: id, label: title }))} />
        </Form.Item>
        <Form.Item name="formId" label="检查表" rules={required}>
          <FormSelect />
        </Form.Item>
        <Form.Item name="kind" label="方式">
          <Radio.Group
            options={(['announced', 'unannounced', 'observation'] as const).map((kind) => ({
              value: kind,
              label: VISIT_KIND_NAMES[kind].zh,
            }))}
          />
        </Form.Item>
        <Form.Item name="count" label="抽几个单位" rules={required}>
          <InputNumber min={1} max={2_000} precision={0} />
        </Form.Item>
        <Form.Item name="inspectorIds" label="检查人员名单" rules={required}>
          <PeopleSelect unitId={seat.jurisdictionId} />
        </Form.Item>
        <Form.Item name="perUnit" label="每个单位几人" rules={required}>
          <InputNumber min={1} max={20} precision={0} />
        </Form.Item>
        <Form.Item name="on" label="检查日期" rules={required}>
          <DayInput />
        </Form.Item>
      </CommandForm>
    </details>
  );
}
