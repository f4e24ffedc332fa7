import { Button, Form, type FormInstance } from 'antd';
import { useEffect, useId, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { readAgain, useCommand, type Order } from '../api/command.ts';
import { drafts } from './draft.ts';
import { ProblemAlert } from './problem-alert.tsx';
import { useSay } from './say.ts';
import { beneath, typedOver, withTyped } from './typed.ts';

type Values = Record<string, unknown>;

/** What is kept on the device: what was typed, and what stood there when it was. */
interface Kept {
  readonly typed: Values;
  readonly over: Values;
}
const isOther = (a: Values, b: Values): boolean => JSON.stringify(a) !== JSON.stringify(b);

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
  /** Said after success, where it depends on the answer made from it. */
  readonly said?: string | ((answer: z.output<Schema>) => string);
  /** An act that cannot be undone: its button is red. */
  readonly final?: boolean;
  readonly children: ReactNode;
  readonly beside?: ReactNode;
  /** Whether fields that may stay empty say so. */
  readonly marks?: boolean;
  /** It shows what a thing says now, which others may change while it is filled in: what they change comes in beside what is typed. */
  readonly edits?: boolean;
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
  edits = false,
  again = false,
}: CommandFormProps<Schema>) {
  const [form] = Form.useForm<Values>();
  const name = useId(); // several forms on one page must not share the ids of their fields
  const say = useSay();
  const queries = useQueryClient();
  /** What the form began with; what is read later comes in where the person wants it, or where she edits what a thing says. */
  const [base, setBase] = useState(initial);
  const [{ typed, over }] = useState(() => ({ typed: {}, over: {}, ...drafts.find<Kept>(draft) }));
  const [start] = useState(() => withTyped(initial, typed));
  /** What came since, with what was typed over it. */
  const [taken, setTaken] = useState<Kept & { readonly both: Values }>();
  /** Somebody else changed meanwhile what was typed over here. */
  const [clash, setClash] = useState(() => edits && isOther(over, beneath(initial, typed)));
  const [wanted, setWanted] = useState(false);
  const command = useCommand(schema, (answer) => {
    drafts.remove(draft);
    setClash(false);
    say(typeof said === 'function' ? said(answer) : said);
    if (again) form.setFieldsValue({ ...emptied(form), ...initial });
    done?.(answer);
  });
  const { problem } = command;
  const isStale = problem?.code === 'thing.stale';
  if ((wanted || edits) && isOther(initial, base)) {
    const mine = typedOver(base, form.getFieldsValue(true) as Values);
    setTaken({ typed: mine, over: beneath(initial, mine), both: withTyped(initial, mine) });
    setClash(isOther(beneath(base, mine), beneath(initial, mine)));
    setBase(initial);
    setWanted(false);
  }
  useEffect(() => {
    if (!taken) return;
    form.setFieldsValue(taken.both);
    drafts.save(draft, { typed: taken.typed, over: taken.over } satisfies Kept);
  }, [form, draft, taken]);
  /** Somebody else was first: their content comes, and what was typed here stays over it, or goes. */
  const takeNewest = (keep: boolean) => {
    if (!keep) {
      drafts.remove(draft);
      form.setFieldsValue({ ...emptied(form), ...base });
      setTaken(undefined);
      setClash(false);
    }
    setWanted(true);
    command.forget();
    readAgain(queries);
  };
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
        const now = typedOver(base, all);
        drafts.save(draft, { typed: now, over: beneath(base, now) } satisfies Kept);
        if (problem) command.forget();
      }}
      onFinish={(values) => void command.ask(order({ ...(taken?.both ?? start), ...values } as never))}
    >
      {children}
      <ProblemAlert problem={problem} known={(field) => fieldOf(form, field) !== undefined} />
      {clash && !isStale && (
        <p className="alert" role="status">
          您填写期间，同样的内容已被他人修改。这里保留的是您填的，提交后以您填的为准。{' '}
          <button type="button" className="plain" onClick={() => takeNewest(false)}>
            放弃已填的，用最新内容
          </button>
        </p>
      )}
      <div className="row" style={{ marginTop: 16 }}>
        <Button type="primary" htmlType="submit" loading={command.busy} danger={final}>
          {submit}
        </Button>
        {isStale && (
          <>
            <Button onClick={() => takeNewest(true)}>载入最新内容，保留已填的</Button>
            <Button onClick={() => takeNewest(false)}>放弃已填的，用最新内容</Button>
          </>
        )}
        {beside}
      </div>
    </Form>
  );
}

const emptied = (form: FormInstance): Values => Object.fromEntries(Object.keys(form.getFieldsValue(true) as Values).map((field) => [field, undefined]));

/** The field of the form in which a fault lies, such as `facts.ranks` for `facts.ranks[0].on`; undefined where the form has none. */
function fieldOf(form: FormInstance, fault: string): (string | number)[] | undefined {
  const path = fault.split(/[.[\]]+/).filter(Boolean);
  return form
    .getFieldsError()
    .map(({ name }) => name)
    .find((name) => name.every((part, i) => String(part) === path[i]));
}
