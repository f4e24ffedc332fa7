import { Button, Form } from 'antd';
import { useId, useMemo, type ReactNode } from 'react';
import type { z } from 'zod';
import { useCommand, type Order } from '../api/command.ts';
import { drafts } from './draft.ts';
import { ProblemAlert } from './problem-alert.tsx';
import { useSay } from './say.ts';

type Values = Record<string, unknown>;

interface CommandFormProps<Schema extends z.ZodType> {
  /** What the form is for, read out to those who do not see it. */
  readonly label: string;
  readonly submit: string;
  /** Under this key what is typed is kept until it was sent. */
  readonly draft: string;
  readonly schema: Schema;
  readonly order: (values: never) => Order;
  readonly initial?: Values;
  readonly done?: (answer: z.output<Schema>) => void;
  /** Said after success. */
  readonly said?: string;
  /** An act that cannot be undone: its button is red. */
  readonly final?: boolean;
  readonly children: ReactNode;
  readonly beside?: ReactNode;
  /** Whether fields that may stay empty say so. */
  readonly marks?: boolean;
}

/** A form that gives one command: one column, labels above, typed words kept as a draft, faults shown beside their fields. */
export function CommandForm<Schema extends z.ZodType>({ label, submit, draft, schema, order, initial = {}, done, said = '已提交', final = false, children, beside, marks = true }: CommandFormProps<Schema>) {
  const [form] = Form.useForm<Values>();
  const name = useId(); // several forms on one page must not share the ids of their fields
  const say = useSay();
  const start = useMemo(() => ({ ...initial, ...drafts.find<Values>(draft) }), [draft]); // eslint-disable-line react-hooks/exhaustive-deps -- a form starts once; what is read later must not overwrite what is typed
  const command = useCommand(schema, (answer) => {
    drafts.remove(draft);
    say(said);
    done?.(answer);
  });
  const fields = () => Object.keys(form.getFieldsValue(true) as Values);
  const known = (field: string) => fields().includes(topOf(field)) && form.getFieldInstance(pathOf(field)) !== undefined;

  const give = async (values: Values) => {
    const answer = order({ ...start, ...values } as never);
    if ((await command.ask(answer)) === undefined) return;
  };
  const faults = command.problem?.errors ?? [];
  return (
    <Form
      form={form}
      name={name}
      layout="vertical"
      requiredMark={marks ? 'optional' : false}
      scrollToFirstError={{ focus: true }}
      aria-label={label}
      initialValues={start}
      validateTrigger="onBlur"
      onValuesChange={(_, all) => {
        drafts.save(draft, all);
        if (command.problem) command.forget();
      }}
      onFinish={(values) => void give(values)}
    >
      {children}
      {faults.length > 0 || command.problem ? <ProblemAlert problem={command.problem} known={known} /> : null}
      <div className="row" style={{ marginTop: 16 }}>
        <Button type="primary" htmlType="submit" loading={command.busy} danger={final}>
          {submit}
        </Button>
        {beside}
      </div>
    </Form>
  );
}

/** `units[3].name` as the path of a form's field. */
const pathOf = (field: string): (string | number)[] => field.split(/[.[\]]+/).filter(Boolean).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
const topOf = (field: string): string => String(pathOf(field)[0] ?? '');
