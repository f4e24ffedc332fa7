import { Button, Form, type FormInstance } from 'antd';
import { useEffect, useId, useMemo, type ReactNode } from 'react';
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
  /** The form stays and is emptied for the next one. */
  readonly again?: boolean;
}

/** A form that gives one command: one column, labels above, typed words kept as a draft, faults shown beside their fields. */
export function CommandForm<Schema extends z.ZodType>({
  label,
  submit,
  draft,
  schema,
  order,
  initial = {},
  done,
  said = '已提交',
  final = false,
  children,
  beside,
  marks = true,
  again = false,
}: CommandFormProps<Schema>) {
  const [form] = Form.useForm<Values>();
  const name = useId(); // several forms on one page must not share the ids of their fields
  const say = useSay();
  const start = useMemo(() => ({ ...initial, ...drafts.find<Values>(draft) }), [draft]); // eslint-disable-line react-hooks/exhaustive-deps -- a form starts once; what is read later must not overwrite what is typed
  const command = useCommand(schema, (answer) => {
    drafts.remove(draft);
    say(said);
    if (again)
      form.setFieldsValue({
        ...Object.fromEntries(Object.keys(form.getFieldsValue(true)).map((field) => [field, undefined])),
        ...initial,
      });
    done?.(answer);
  });
  const { problem } = command;
  useEffect(() => {
    const faults = Map.groupBy(problem?.errors ?? [], ({ field }) => fieldOf(form, field)?.join('.'));
    for (const [, errors] of [...faults].filter(([field]) => field !== undefined)) {
      form.setFields([{ name: fieldOf(form, errors[0]!.field)!, errors: errors.map(({ zh }) => zh) }]);
    }
  }, [form, problem]);
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
        if (problem) command.forget();
      }}
      onFinish={(values) => void command.ask(order({ ...start, ...values } as never))}
    >
      {children}
      <ProblemAlert problem={problem} known={(field) => fieldOf(form, field) !== undefined} />
      <div className="row" style={{ marginTop: 16 }}>
        <Button type="primary" htmlType="submit" loading={command.busy} danger={final}>
          {submit}
        </Button>
        {beside}
      </div>
    </Form>
  );
}

/** The field of the form in which a fault lies, such as `facts.ranks` for `facts.ranks[0].on`; undefined where the form has none. */
function fieldOf(form: FormInstance, fault: string): (string | number)[] | undefined {
  const path = fault.split(/[.[\]]+/).filter(Boolean);
  return form
    .getFieldsError()
    .map(({ name }) => name)
    .find((name) => name.every((part, i) => String(part) === path[i]));
}
