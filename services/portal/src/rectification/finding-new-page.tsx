import { Form, Input, Select } from 'antd';
import { useNavigate } from 'react-router';
import { FINDING_ORIGINS, FindingView, LadderView, SchemeList, type FindingOpen, type SchemeView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { ProofFiles } from '../evidence/proof-files.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Page } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { ORIGIN_WORDS } from './areas.tsx';
import { SchemeAspect } from './matter-new-page.tsx';

const required = (message: string) => [{ required: true, message }];

/** A problem found at a unit, with the aspect of the scheme that it touches. */
export function FindingNewPage() {
  const { seat } = useSession();
  const navigate = useNavigate();
  const schemes = useList(SchemeList, '/api/assessment/schemes').items;
  return (
    <Page
      title="登记问题"
      up={{ to: '/app/rectification/findings', name: '问题台账' }}
      lead="登记后可下发整改通知，写明要求和期限"
    >
      <section className="card narrow">
        <CommandForm
          label="登记问题"
          submit="登记问题"
          draft={`finding-${seat.id}`}
          schema={FindingView}
          order={(body: FindingOpen) => ({
            path: '/api/rectification/findings',
            body: { ...body, schemeId: body.schemeId ?? schemes[0]?.id, detail: body.detail ?? '', fileIds: body.fileIds ?? [] },
          })}
          said="问题已登记"
          done={({ id }) => void navigate(`/app/rectification/findings/${id}`)}
        >
          {schemes.length > 0 && <Fields schemes={schemes} />}
        </CommandForm>
      </section>
    </Page>
  );
}

/** What can be chosen follows the unit and the scheme, also where these were found in a draft. */
function Fields({ schemes }: { readonly schemes: readonly SchemeView[] }) {
  const today = useToday();
  const unitId = Form.useWatch<string | undefined>('unitId');
  const schemeId = Form.useWatch<string | undefined>('schemeId') ?? schemes[0]!.id;
  const categories = useRead(LadderView, unitId && '/api/rectification/ladder', { unitId, schemeId }).data?.categories ?? [];
  return (
    <>
      <Form.Item name="unitId" label="单位" rules={required('请选择单位')}>
        <UnitSelect />
      </Form.Item>
      <SchemeAspect schemes={schemes} />
      {categories.length > 0 && (
        <Form.Item name="category" label="问题类型" rules={required('请选择问题类型')}>
          <Select placeholder="请选择" options={categories.map(({ id, zh }) => ({ value: id, label: zh }))} />
        </Form.Item>
      )}
      <Form.Item name="title" label="问题" rules={required('请写明问题')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="detail" label="具体情况">
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={5_000} />
      </Form.Item>
      <Form.Item name="origin" label="来源" rules={required('请选择来源')}>
        <Select placeholder="请选择" options={FINDING_ORIGINS.map((value) => ({ value, label: ORIGIN_WORDS[value] }))} />
      </Form.Item>
      <Form.Item name="reference" label="来源编号">
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="foundOn" label="发现日期" rules={required('请选择日期')}>
        <DayInput max={today} />
      </Form.Item>
      <Form.Item name="fileIds" label="佐证材料">
        <ProofFiles />
      </Form.Item>
    </>
  );
}
