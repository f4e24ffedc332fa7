import DeleteOutlined from '@ant-design/icons/DeleteOutlined';
import PlusOutlined from '@ant-design/icons/PlusOutlined';
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { FormView, ITEM_ANSWERS, type InspectionForm } from '@xingchuang/contracts';
import { CommandForm } from '../shared/command-form.tsx';
import { ANSWER_WORDS } from './form-page.tsx';

type Section = InspectionForm['sections'][number];
type Item = Section['items'][number];
const required = [{ required: true, message: '请填写' }];

/** Empty fields are left out; what is new gets the next free id, what was there keeps its own so that results stay comparable. */
function bodyOf(was: InspectionForm, given: Partial<InspectionForm>): object {
  const sections = (given.sections ?? []) as readonly Partial<Section>[];
  const taken = new Set(was.sections.flatMap(({ id, items }) => [id, ...items.map((item) => item.id)]));
  const fresh = (start: string): string => {
    let n = 1;
    while (taken.has(`${start}${n}`)) n += 1;
    taken.add(`${start}${n}`);
    return `${start}${n}`;
  };
  return {
    ...was,
    zh: given.zh,
    sections: sections.map((section) => ({
      ...section,
      id: section.id ?? fresh('s'),
      items: (section.items ?? []).map((item) => ({ ...filled(item), id: item.id ?? fresh('i') })),
    })),
  };
}

const filled = (item: Partial<Item>): Partial<Item> =>
  Object.fromEntries(Object.entries({ ...item, most: item.most === undefined || item.most === null ? undefined : String(item.most) }).filter(([, value]) => value !== undefined && value !== null && value !== '')) as Partial<Item>;

interface FormEditorProps {
  readonly of: FormView;
  readonly stop: () => void;
  readonly done: (published: FormView) => void;
}

/** Sections and items of a form, to add to, reword and take from; published as the next version, or under an id of its own where the form is another's. */
export function FormEditor({ of: { form, version, mine }, stop, done }: FormEditorProps) {
  const [copyId] = useState(() => `${form.id.slice(0, 50)}-${Date.now().toString(36)}`); // the same when it is sent again
  return (
    <CommandForm
      label={mine ? '修改检查表' : '复制为本单位的检查表'}
      submit={mine ? '发布新版' : '发布'}
      edits
      draft={`form-${form.id}`}
      schema={FormView}
      initial={{ zh: form.zh, sections: form.sections }}
      order={(given: Partial<InspectionForm>) => ({ path: '/api/assessment/onsite/forms', body: bodyOf(mine ? form : { ...form, id: copyId }, given), ...(mine && { version }) })}
      said={mine ? '新版已发布' : '检查表已发布'}
      done={done}
      marks={false}
      beside={<Button onClick={stop}>不改了</Button>}
    >
      <section className="card" style={{ marginBottom: 16 }}>
        <Form.Item name="zh" label="名称" rules={required}>
          <Input maxLength={100} />
        </Form.Item>
      </section>
      <Form.List name="sections">
        {(sections, { add, remove }) => (
          <>
            {sections.map(({ key, name }, i) => (
              <section key={key} className="card" style={{ marginBottom: 16 }} aria-label={`第 ${i + 1} 部分`}>
                <div className="row between">
                  <Form.Item name={[name, 'zh']} label={`第 ${i + 1} 部分`} rules={required} style={{ flex: 1 }}>
                    <Input maxLength={100} />
                  </Form.Item>
                  {sections.length > 1 && <Button type="text" icon={<DeleteOutlined />} aria-label={`删除第 ${i + 1} 部分`} onClick={() => remove(name)} />}
                </div>
                <Items at={name} />
              </section>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add({ zh: '', items: [{ kind: 'yes-no' }] })}>
              添加一部分
            </Button>
          </>
        )}
      </Form.List>
    </CommandForm>
  );
}

function Items({ at }: { readonly at: number }) {
  return (
    <Form.List name={[at, 'items']}>
      {(items, { add, remove }) => (
        <>
          {items.map(({ key, name }, i) => (
            <fieldset key={key} className="form-item">
              <legend className="small">第 {i + 1} 项</legend>
              <Form.Item name={[name, 'zh']} label="内容" rules={required}>
                <Input maxLength={200} />
              </Form.Item>
              <div className="row" style={{ alignItems: 'flex-end' }}>
                <Form.Item name={[name, 'kind']} label="怎么填">
                  <Select style={{ width: 120 }} options={ITEM_ANSWERS.map((value) => ({ value, label: ANSWER_WORDS[value] }))} />
                </Form.Item>
                <Form.Item noStyle shouldUpdate>
                  {({ getFieldValue }) =>
                    ['score', 'yes-no'].includes(getFieldValue(['sections', at, 'items', name, 'kind']) as string) && (
                      <Form.Item name={[name, 'most']} label="最高分" rules={getFieldValue(['sections', at, 'items', name, 'kind']) === 'score' ? required : []}>
                        <InputNumber min={0} max={99_999} precision={2} style={{ width: 110 }} />
                      </Form.Item>
                    )
                  }
                </Form.Item>
                <Form.Item name={[name, 'photo']} valuePropName="checked">
                  <Checkbox>要拍照</Checkbox>
                </Form.Item>
                <Form.Item name={[name, 'optional']} valuePropName="checked">
                  <Checkbox>可不填</Checkbox>
                </Form.Item>
                {items.length > 1 && (
                  <Form.Item>
                    <Button type="text" icon={<DeleteOutlined />} aria-label={`删除第 ${i + 1} 项`} onClick={() => remove(name)} />
                  </Form.Item>
                )}
              </div>
            </fieldset>
          ))}
          <Button size="small" icon={<PlusOutlined />} onClick={() => add({ kind: 'yes-no', photo: false, optional: false })}>
            添加一项
          </Button>
        </>
      )}
    </Form.List>
  );
}
