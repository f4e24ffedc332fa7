import { Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { FINDING_ORIGINS, FindingView, SchemeDetail, SchemeList, type FindingOpen } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { ProofFiles } from '../evidence/proof-files.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Page } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { ORIGIN_WORDS } from './areas.tsx';

const required = (message: string) => [{ required: true, message }];

/** A problem found at a unit, with the aspect of the scheme that it touches. */
export function FindingNewPage() {
  const { seat } = useSession();
  const today = useToday();
  const navigate = useNavigate();
  const schemes = useList(SchemeList, '/api/assessment/schemes').items;
  const [chosen, setChosen] = useState<string>();
  const schemeId = chosen ?? schemes[0]?.id;
  const aspects =
    useRead(SchemeDetail, schemeId && `/api/assessment/schemes/${schemeId}`, {}, 300).data?.catalogue.dimensions ?? [];
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
            body: { ...body, schemeId, detail: body.detail ?? '', fileIds: body.fileIds ?? [] },
          })}
          said="问题已登记"
          done={({ id }) => void navigate(`/app/rectification/findings/${id}`)}
        >
          <Form.Item name="unitId" label="单位" rules={required('请选择单位')}>
            <UnitSelect />
          </Form.Item>
          {schemes.length > 1 && (
            <Form.Item label="评定办法" htmlFor="finding-scheme">
              <Select
                id="finding-scheme"
                {...(schemeId ? { value: schemeId } : {})}
                onChange={setChosen}
                options={schemes.map(({ id, name }) => ({ value: id, label: name.zh }))}
              />
            </Form.Item>
          )}
          <Form.Item name="aspect" label="涉及方面" rules={required('请选择涉及方面')}>
            <Select placeholder="请选择" options={aspects.map(({ id, zh }) => ({ value: id, label: zh }))} />
          </Form.Item>
          <Form.Item name="title" label="问题" rules={required('请写明问题')}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="detail" label="具体情况">
            <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={5_000} />
          </Form.Item>
          <Form.Item name="origin" label="来源" rules={required('请选择来源')}>
            <Select placeholder="请选择" options={FINDING_ORIGINS.map((value) => ({ value, label: ORIGIN_WORDS[value] }))} />
          </Form.Item>
          <Form.Item name="foundOn" label="发现日期" rules={required('请选择日期')}>
            <DayInput max={today} />
          </Form.Item>
          <Form.Item name="fileIds" label="佐证材料">
            <ProofFiles />
          </Form.Item>
        </CommandForm>
      </section>
    </Page>
  );
}
