import { Button, Form, Input } from 'antd';
import { Fragment } from 'react';
import { FactsView, type SchemeDetail } from '@xingchuang/contracts';
import type { Scheme } from '@xingchuang/schemes';
import { CommandForm } from '../shared/command-form.tsx';
import { FactInput, filledFacts } from './fact-input.tsx';
import { factWords } from './fact-words.ts';
import { originWords, textOf } from './scheme-words.ts';

interface Filled {
  readonly facts: Record<string, unknown>;
  readonly reasons?: Record<string, string | undefined>;
  readonly note?: string;
}

export interface FactsProps {
  readonly scheme: SchemeDetail;
  readonly facts: FactsView | undefined;
}

const alike = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Where a fact comes from, by its name; empty for those that people enter. */
export function factOrigins({ scheme, facts }: FactsProps): (name: string) => string {
  const whole = scheme.scheme as unknown as Scheme; // checked before it was published; the contract leaves its shape to docs/scheme.schema.json
  const said = factWords(scheme);
  return (name) => {
    const from = whole.facts[name]?.from;
    if (from === undefined || from.entered !== undefined) return '';
    const where = textOf(originWords(whole, from), whole);
    const origin = facts?.origins[name];
    if (!origin) return where;
    if (origin.how === 'counted') return `${where}，已核取`;
    return origin.counted === undefined ? `${where}，现为直接填写` : `${where}，核取为“${said(name, origin.counted)[1]}”，现以填写为准${origin.reason ? `：${origin.reason}` : ''}`;
  };
}

/** The form that enters the facts of one unit, made from the scheme. What was counted and nobody changes is counted anew when it is saved. */
export function FactsForm({ scheme, facts, path }: FactsProps & { readonly path: string }) {
  const version = facts?.version ?? 0;
  const originOf = factOrigins({ scheme, facts });
  const { facts: definitions } = scheme.catalogue;
  return (
    <div className="facts-form">
      <CommandForm
        label="考评事实"
        submit="保存事实"
        edits
        draft={`facts-${path}`}
        schema={FactsView}
        marks={false}
        initial={{ facts: facts?.facts ?? {}, reasons: reasonsOn(facts) }}
        order={({ facts: now, reasons, note }: Filled) => ({
          method: 'PUT',
          path,
          body: { version, ...givenOf(scheme, facts, filledFacts(now)), reasons: filledFacts(reasons ?? {}), ...(note ? { note } : {}) },
        })}
        said={(saved) => {
          const moved = Object.keys(definitions).filter((name) => facts && isCounted(facts, name) && isCounted(saved, name) && !alike(facts.facts[name], saved.facts[name]));
          return moved.length > 0 ? `事实已保存；重新核取后有变化：${moved.map((name) => definitions[name]!.zh).join('、')}` : '事实已保存';
        }}
      >
        {Object.entries(definitions).map(([name, definition]) => (
          <Fragment key={name}>
            <Form.Item
              name={['facts', name]}
              label={definition.optional ? `${definition.zh}（没有可不填）` : definition.zh}
              {...(originOf(name) ? { extra: originOf(name) } : {})}
            >
              <FactInput definition={definition} />
            </Form.Item>
            {originOf(name) && <ReasonField name={name} words={definition.zh} counted={countedOn(facts, name)} />}
          </Fragment>
        ))}
        <Form.Item name="note" label="说明">
          <Input maxLength={500} placeholder="例如：依据市里通报更正" />
        </Form.Item>
      </CommandForm>
    </div>
  );
}

const isCounted = ({ origins }: FactsView, name: string): boolean => origins[name]?.how === 'counted';
const countedOn = (facts: FactsView | undefined, name: string): unknown => (facts && isCounted(facts, name) ? facts.facts[name] : facts?.origins[name]?.counted);
const reasonsOn = (facts: FactsView | undefined) => Object.fromEntries(Object.entries(facts?.origins ?? {}).flatMap(([name, { reason }]) => (reason === undefined ? [] : [[name, reason] as const])));

/** What a person gives. What was counted, or stands there because nobody gave anything, is left to the source as long as she leaves it. */
function givenOf({ catalogue }: SchemeDetail, facts: FactsView | undefined, now: Readonly<Record<string, unknown>>) {
  const isLeft = (name: string): boolean =>
    facts !== undefined && alike(now[name], facts.facts[name]) && (isCounted(facts, name) || (!facts.origins[name] && alike(now[name], catalogue.facts[name]?.absent)));
  const given = Object.entries(now).filter(([name]) => !isLeft(name));
  return { facts: Object.fromEntries(given), refs: Object.fromEntries(Object.entries(facts?.refs ?? {}).filter(([name]) => given.some(([one]) => one === name))) };
}

/** Why a value stands against the one that its source gives: asked where they differ, or where the server says so. */
function ReasonField({ name, words, counted }: { readonly name: string; readonly words: string; readonly counted: unknown }) {
  const form = Form.useFormInstance();
  const value: unknown = Form.useWatch(['facts', name], form);
  const differs = counted !== undefined && !alike(value, counted);
  const takeCounted = () => {
    form.setFieldValue(['facts', name], counted); // unknown here: left empty, the server counts it
    form.setFields([{ name: ['reasons', name], value: undefined, errors: [] }]);
  };
  return (
    <Form.Item
      className={differs ? 'reason' : 'reason unasked'}
      name={['reasons', name]}
      label={`与来源不同的理由：${words}`}
      extra={
        <Button type="link" size="small" onClick={takeCounted}>
          不填写，采用核取的
        </Button>
      }
    >
      <Input maxLength={500} placeholder="例如：系统登记有误，以会议记录为准" />
    </Form.Item>
  );
}
