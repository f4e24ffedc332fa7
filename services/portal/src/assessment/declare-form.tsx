import { Button, Form, Input, Radio, type FormRule } from 'antd';
import { useMemo, useState } from 'react';
import { ArchiveView, CandidacyDetail, SchemeDetail, type CampaignView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { inLanguage } from '../language/language.ts';
import { useMay } from '../session/session.ts';
import { drafts } from '../shared/draft.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { sourceWords } from '../shared/words.ts';
import { LevelStars } from './campaign-page.tsx';
import { useServerDraft, type DraftContent } from './declare-draft.ts';
import { DeclareConfirm } from './declare-confirm.tsx';
import { marksOf, type Filled } from './declare-items.tsx';
import { ItemList } from './item-list.tsx';
import { EvidencePick } from './evidence-pick.tsx';
import './facts.css';

interface DeclareFormProps {
  readonly of: CandidacyDetail;
  readonly campaign: CampaignView;
}

interface Values {
  readonly level?: string;
  readonly text?: string;
  readonly evidence?: readonly string[];
  readonly items?: Readonly<Record<string, Filled | undefined>>;
}

const valuesOf = ({ declaration }: CandidacyDetail): Values =>
  declaration
    ? {
        level: declaration.level,
        text: declaration.text,
        evidence: declaration.evidence,
        items: Object.fromEntries(declaration.items.map(({ item, ...mark }) => [item, mark])),
      }
    : {};

const contentOf = ({ level, text = '', evidence = [], items = {} }: Values): DraftContent | undefined =>
  level ? { level, text, evidence: [...evidence], items: marksOf(items) } : undefined;

/**
 * The unit judges itself item by item, names its level and hands both in. What is typed is kept on this device at once and on the server
 * soon after; before handing in it sees what will be fixed, under which digest, and who is next.
 */
export function DeclareForm({ of: one, campaign }: DeclareFormProps) {
  const path = `/api/assessment/candidacies/${one.id}`;
  const draftKey = `declare-${one.id}`;
  const may = useMay();
  const say = useSay();
  const [form] = Form.useForm<Values>();
  const start = useMemo(() => drafts.find<Values>(draftKey) ?? valuesOf(one), [draftKey]); // eslint-disable-line react-hooks/exhaustive-deps -- what is read later must not overwrite what is typed
  const [values, setValues] = useState<Values>(start);
  const [shown, setShown] = useState<CandidacyDetail>();
  const [checking, setChecking] = useState(false);
  const draft = useServerDraft(one, () => contentOf(form.getFieldsValue(true)));
  const scheme = useRead(SchemeDetail, `/api/assessment/schemes/${campaign.schemeId}/${campaign.schemeVersion}`, {}, 3_600).data;
  const archive = useRead(
    ArchiveView,
    may('archive.read') ? '/api/evidence/archive' : undefined,
    { unitId: one.unit.id, year: campaign.window.to.slice(0, 4), scheme: campaign.schemeId },
    60,
  ).data;
  const command = useCommand(CandidacyDetail, () => {
    drafts.remove(draftKey);
    say('已提交');
  });

  const changed = () => {
    const now = form.getFieldsValue(true) as Values;
    setValues(now);
    drafts.save(draftKey, now);
    if (contentOf(now)) draft.changed();
  };
  /** Puts marks by the program, which a form does not tell of by itself. */
  const setItems = (items: Readonly<Record<string, Filled>>) => {
    form.setFieldsValue({ items: { ...(form.getFieldsValue(true) as Values).items, ...items } });
    changed();
  };
  const check = async () => {
    setChecking(true);
    const kept = await draft.save();
    setChecking(false);
    if (kept) setShown(kept);
  };
  const goOn = (now: CandidacyDetail | undefined) => {
    if (!now) return;
    draft.takeOver(now.version);
    form.setFieldsValue(valuesOf(now));
    setValues(valuesOf(now));
    drafts.save(draftKey, valuesOf(now));
  };
  const excluded = one.declarable.exclusions;
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      scrollToFirstError={{ focus: true }}
      aria-label="申报星级"
      initialValues={start}
      onValuesChange={changed}
      onFinish={() => void check()}
    >
      {excluded.length > 0 && <Bounds title="按以下条款，本单位不参加评定：" of={excluded} />}
      <Levels of={one} campaign={campaign} />
      <Form.Item name="text" label="自评" extra="总的做法和成效；也可以只在下面逐项填写" rules={[selfAssessed]}>
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 20 }} maxLength={20_000} showCount />
      </Form.Item>
      {scheme && (
        <ItemList
          scheme={scheme}
          campaign={campaign}
          unitId={one.unit.id}
          items={values.items ?? {}}
          archive={archive}
          set={setItems}
        />
      )}
      <Form.Item name="evidence" label="其他申报材料" extra="不属于某一项的材料放在这里">
        <EvidencePick unitId={one.unit.id} />
      </Form.Item>
      <ProblemAlert problem={command.problem} />
      {draft.problem?.code === 'thing.stale' ? (
        <StaleDraft path={path} goOn={goOn} keep={(now) => (draft.takeOver(now.version), void draft.save())} />
      ) : (
        <ProblemAlert problem={draft.problem} />
      )}
      <div className="submit-bar row">
        <Button type="primary" htmlType="submit" loading={checking || command.busy} disabled={excluded.length > 0}>
          提交申报
        </Button>
        <Button onClick={() => void draft.save().then((kept) => kept && say('草稿已保存'))} disabled={!contentOf(values)}>
          保存草稿
        </Button>
        <span className="draft-state" role="status">
          {DRAFT_WORDS[contentOf(values) ? draft.state : 'local']}
        </span>
      </div>
      {shown && (
        <DeclareConfirm
          of={shown}
          campaign={campaign}
          busy={command.busy}
          close={() => setShown(undefined)}
          submit={(body) => {
            setShown(undefined);
            command.give({ path: `${path}/declare`, body });
          }}
        />
      )}
    </Form>
  );
}

const DRAFT_WORDS = {
  local: '先存在本机；选好星级后自动存到服务器',
  kept: '草稿已保存，换一台设备也能接着填',
  waiting: '正在填写，稍后自动保存',
  sending: '正在保存',
  failed: '没有存到服务器，内容仍在本机',
} as const;

/** Nobody declares without judging themselves: in words, or item by item. */
const selfAssessed: FormRule = ({ getFieldsValue }) => ({
  validator: () => {
    const { text = '', items = {} } = getFieldsValue(true) as Values;
    return text.trim() || marksOf(items).length > 0 ? Promise.resolve() : Promise.reject(new Error('请先自评：写明情况，或逐项填写'));
  },
});

/** Levels from the top; those that the facts do not let one declare are closed and say which clause closes them. */
function Levels({ of: { declarable }, campaign }: DeclareFormProps) {
  const { atMost, clauses, unknown } = declarable;
  const most = campaign.levels.findIndex(({ id }) => id === atMost.id);
  const levels = campaign.levels.map((level, place) => ({ ...level, place })).filter(({ id, place }) => place > 0 && !campaign.unset.includes(id));
  return (
    <>
      <Form.Item name="level" label="申报星级" rules={[{ required: true, message: '请选择申报星级' }]}>
        <Radio.Group className="level-choice">
          {[...levels].reverse().map((level) => (
            <Radio key={level.id} value={level.id} disabled={level.place > most}>
              <LevelStars level={level} of={campaign} />
              {level.place > most && <span className="quiet small">（超出可申报范围）</span>}
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {unknown.length > 0 && (
        <div className="alert" style={{ marginBottom: 16 }}>
          下列事实填好以后才能申报：
          <ul>
            {unknown.map((one) => (
              <li key={one.zh}>{inLanguage(one)}</li>
            ))}
          </ul>
        </div>
      )}
      {clauses.length > 0 && <Bounds title={`最高可申报${atMost.zh}：`} of={clauses} />}
    </>
  );
}

function Bounds({ title, of }: { readonly title: string; readonly of: CandidacyDetail['declarable']['clauses'] }) {
  return (
    <div className="alert" style={{ marginBottom: 16 }}>
      {title}
      <ul>
        {of.map((clause) => (
          <li key={clause.id}>
            {clause.id} {clause.zh} <span className="small">{sourceWords(clause.source ?? clause.basis)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Somebody else, or oneself elsewhere, saved meanwhile: which one stays is a choice, nothing is lost by itself. */
function StaleDraft({
  path,
  goOn,
  keep,
}: {
  readonly path: string;
  readonly goOn: (now: CandidacyDetail | undefined) => void;
  readonly keep: (now: CandidacyDetail) => void;
}) {
  const now = useRead(CandidacyDetail, path, { again: undefined }, 0).data;
  return (
    <div className="alert bad" role="alert">
      这份草稿在别处有改动（另一台设备或另一个人）。以哪一份为准？
      <div className="row" style={{ marginTop: 8 }}>
        <Button disabled={!now} onClick={() => goOn(now)}>
          用服务器上的
        </Button>
        <Button disabled={!now} onClick={() => keep(now!)}>
          用我这里的
        </Button>
      </div>
    </div>
  );
}
