import { Form, Radio } from 'antd';
import type { BulletinView } from '@xingchuang/contracts';
import { UnitsSelect } from '../registry/units-select.tsx';
import { READERS } from './bulletin-words.ts';

const CHOICES = Object.entries(READERS).map(([value, { name }]) => ({ value, label: name }));

/** Who will read the issue; its issuer and those over it always do. */
export function BulletinReaders({ of: one }: { readonly of: BulletinView }) {
  const of = Form.useWatch<BulletinView['readers'] | undefined>(['readers', 'of']) ?? one.readers;
  return (
    <section className="card" aria-label="阅读范围">
      <Form.Item name={['readers', 'of']} label="阅读范围" rules={[{ required: true, message: '请选择阅读范围' }]} extra={READERS[of].means}>
        <Radio.Group options={CHOICES} />
      </Form.Item>
      {of === 'units' && (
        <Form.Item name={['readers', 'unitIds']} label="阅读单位">
          <UnitsSelect known={one.readerUnits} />
        </Form.Item>
      )}
    </section>
  );
}
