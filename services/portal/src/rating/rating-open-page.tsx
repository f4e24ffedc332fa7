import { Form, Input, InputNumber, Radio } from 'antd';
import { useNavigate } from 'react-router';
import { RoundView, type Question } from '@xingchuang/contracts';
import { UnitsSelect } from '../evidence/units-select.tsx';
import { useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Page } from '../shared/page.tsx';
import { KIND_WORDS } from './areas.tsx';

interface Filled {
  readonly title: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly lastDay: string;
  readonly minimum: number;
  readonly left?: string;
  readonly right?: string;
  readonly leftIds?: readonly string[];
  readonly rightIds?: readonly string[];
  readonly aboutIds?: readonly string[];
  readonly invitedIds?: readonly string[];
  readonly questions: string;
}

const required = [{ required: true, message: '请填写' }];
const EXAMPLE = '工作配合：0-100分\n总体评价：很好/较好/一般/较差\n意见建议';

/** In a form, which gives value and change itself. */
function Units({ id, value = [], onChange = () => undefined }: { readonly id?: string; readonly value?: readonly string[]; readonly onChange?: (ids: string[]) => void }) {
  return <UnitsSelect {...(id ? { id } : {})} value={value} onChange={onChange} />;
}

/** One question a line: `题目：0-100分`, `题目：甲/乙/丙`, or a text to be filled in. */
export function questionsOf(lines: string): Question[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line, at) => {
      const [text = '', how = ''] = line.split(/[:：]/, 2).map((part) => part.trim());
      const id = `q${at + 1}`;
      const scale = /^(\d+)\s*[-－至到]\s*(\d+)\s*分?$/.exec(how);
      if (scale) return { id, kind: 'scale', text, from: scale[1]!, to: scale[2]!, places: 1 };
      const options = how.split('/').map((option) => option.trim()).filter((option) => option !== '');
      return options.length > 1 ? { id, kind: 'choice', text, options: options.map((option, index) => ({ id: `o${index + 1}`, text: option })) } : { id, kind: 'text', text: line };
    });
}

export function RatingOpenPage() {
  const { seat } = useSession();
  const navigate = useNavigate();
  const [chosen, setKind] = useAddressFilter('kind');
  const kind = chosen in KIND_WORDS ? (chosen as RoundView['kind']) : 'mutual';
  const order = ({ left, right, leftIds = [], rightIds = [], aboutIds = [], invitedIds = [], questions, ...rest }: Filled) => ({
    path: '/api/assessment/ratings',
    body: {
      ...rest, kind, questions: questionsOf(questions),
      ...(kind === 'mutual' ? { sides: [{ name: left, unitIds: leftIds }, { name: right, unitIds: rightIds }] } : kind === 'invited' ? { aboutIds, invitedIds } : { aboutIds }),
    },
  });
  return (
    <Page title="发起互评或测评" up={{ to: '/app/assessment/ratings', name: '互评与测评' }} lead="发起后题目和受邀单位即固定，受邀单位每家一票">
      <section className="card narrow">
        <Form layout="vertical" component={false}>
          <Form.Item label="方式">
            <Radio.Group value={kind} onChange={(event) => setKind(event.target.value as RoundView['kind'])} options={Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }))} />
          </Form.Item>
        </Form>
        <CommandForm key={kind} label="发起互评或测评" submit="发起" draft={`rating-${kind}-${seat.id}`} schema={RoundView} order={order} initial={{ minimum: 5 }} said="已发起" done={({ id }) => void navigate(`/app/assessment/ratings/${id}`)}>
          <Form.Item name="title" label="名称" rules={required}>
            <Input maxLength={200} placeholder="例如：三月县市区与专班双向互评" />
          </Form.Item>
          <Form.Item name="name" label="指标代号" rules={[...required, { pattern: /^[a-z][a-z0-9_]{0,40}$/, message: '小写字母开头，只用小写字母、数字和下划线' }]} extra="评定办法按这个代号取结果，每期相同">
            <Input maxLength={41} placeholder="例如：mutual_rating" />
          </Form.Item>
          <div className="row" style={{ alignItems: 'start' }}>
            <Form.Item name="from" label="评价期首日" rules={required}>
              <DayInput />
            </Form.Item>
            <Form.Item name="to" label="评价期末日" rules={required}>
              <DayInput />
            </Form.Item>
            <Form.Item name="lastDay" label="投票截止日" rules={required}>
              <DayInput />
            </Form.Item>
          </div>
          {kind === 'mutual' ? (
            <>
              <Form.Item name="left" label="一方名称" rules={required}>
                <Input maxLength={50} placeholder="例如：县市区" />
              </Form.Item>
              <Form.Item name="leftIds" label="一方单位" rules={required}>
                <Units />
              </Form.Item>
              <Form.Item name="right" label="另一方名称" rules={required}>
                <Input maxLength={50} placeholder="例如：工作专班" />
              </Form.Item>
              <Form.Item name="rightIds" label="另一方单位" rules={required}>
                <Units />
              </Form.Item>
            </>
          ) : (
            <Form.Item name="aboutIds" label="评价哪些单位" rules={required}>
              <Units />
            </Form.Item>
          )}
          {kind === 'invited' && (
            <Form.Item name="invitedIds" label="请哪些单位评价" rules={required}>
              <Units />
            </Form.Item>
          )}
          <Form.Item name="questions" label="题目" rules={required} extra="每行一题。打分题写“题目：0-100分”，选择题写“题目：很好/较好/一般”，只写题目的由对方填写文字">
            <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} placeholder={EXAMPLE} />
          </Form.Item>
          <Form.Item name="minimum" label="最少票数" rules={required} extra="少于这个票数不出结果，以免看出谁投了什么；至少 3 票">
            <InputNumber min={3} max={1000} />
          </Form.Item>
        </CommandForm>
      </section>
    </Page>
  );
}
