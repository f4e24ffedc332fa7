import { Select } from 'antd';
import { FORM_KINDS, FormList } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';

interface FormSelectProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (id: string) => void;
  readonly kind?: (typeof FORM_KINDS)[number] | undefined;
}

/** Chooses a form that is filled in on site. */
export function FormSelect({ id, value, onChange, kind }: FormSelectProps) {
  const forms = useList(FormList, '/api/assessment/onsite/forms');
  const offered = forms.items.filter(({ form }) => kind === undefined || form.kind === kind);
  return (
    <Select
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
      placeholder="请选择"
      loading={forms.loading}
      options={offered.map(({ formId, form }) => ({ value: formId, label: form.zh }))}
    />
  );
}
