import { Form, Input, Select } from 'antd';
import { useNavigate } from 'react-router';
import { MatterView, SchemeDetail, SchemeList, type MatterOpen, type SchemeView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { Page } from '../shared/page.tsx';

const required = (message: string) => [{ required: true, message }];

/** A problem that is watched in all units below a node. */
export function MatterNewPage() {
  const { seat } = useSession();
  const navigate = useNavigate();
  const schemes = useList(SchemeList, '/api/assessment/schemes').items;
  return (
    <Page title="建立共性问题" up={{ to: '/app/rectification/matters', name: '共性问题' }} lead="建立后归入各单位的问题；每个单位仍保留自己的一条，各自整改、各自销号">
      <section className="card narrow">
        <CommandForm
          label="建立共性问题"
          submit="建立"
          draft={`matter-${seat.id}`}
          schema={MatterView}
          said="已建立"
          initial={{ unitId: seat.jurisdictionId }}
          order={({ unitId, aspect, title, schemeId = schemes[0]?.id ?? '' }: MatterOpen) => ({ path: '/api/rectification/matters', body: { unitId, aspect, title, schemeId } })}
          done={({ id }) => void navigate(`/app/rectification/matters/${id}`)}
        >
          <Form.Item name="unitId" label="在哪个单位及其下级中归并" rules={required('请选择单位')}>
            <UnitSelect />
          </Form.Item>
          {schemes.length > 0 && <SchemeAspect schemes={schemes} />}
          <Form.Item name="title" label="问题" rules={required('请写明问题')}>
            <Input maxLength={200} />
          </Form.Item>
        </CommandForm>
      </section>
    </Page>
  );
}

/** The scheme, and the aspect of it that a problem touches. */
export function SchemeAspect({ schemes }: { readonly schemes: readonly SchemeView[] }) {
  const schemeId = Form.useWatch<string | undefined>('schemeId') ?? schemes[0]!.id;
  const aspects = useRead(SchemeDetail, `/api/assessment/schemes/${schemeId}`, {}, 300).data?.catalogue.dimensions ?? [];
  return (
    <>
      {schemes.length > 1 && (
        <Form.Item name="schemeId" label="评定办法" initialValue={schemes[0]!.id} rules={required('请选择')}>
          <Select options={schemes.map(({ id, name }) => ({ value: id, label: name.zh }))} />
        </Form.Item>
      )}
      <Form.Item name="aspect" label="涉及方面" rules={required('请选择涉及方面')}>
        <Select placeholder="请选择" options={aspects.map(({ id, zh }) => ({ value: id, label: zh }))} />
      </Form.Item>
    </>
  );
}
