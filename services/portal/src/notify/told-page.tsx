import { Button, Select } from 'antd';
import { ToldPage as Told, type ToldView } from '@xingchuang/contracts';
import { address } from '../api/http.ts';
import { useList } from '../api/reading.ts';
import { inLanguage } from '../language/language.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { DayInput } from '../shared/day-input.tsx';
import { momentWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { InboxSections, useKinds } from './areas.tsx';

/** Who was told what when. */
export function ToldPage() {
  const may = useMay();
  const kinds = useKinds();
  const [unitId, setUnit] = useAddressFilter('unit');
  const [kind, setKind] = useAddressFilter('kind');
  const [whom, setWhom] = useAddressFilter('whom');
  const [from, setFrom] = useAddressFilter('from');
  const [to, setTo] = useAddressFilter('to');
  const query = { unitId, kind, whom, from, to };
  const told = useList(Told, '/api/publicity/told', query);
  return (
    <Page title="告知情况" lead="谁在何时被告知何事，是否已读" actions={<Button href={address('/api/publicity/told/sheet', query)}>导出 Excel</Button>}>
      <InboxSections />
      <div className="row">
        {may('candidacy.read') && (
          <div style={{ minWidth: 220 }}>
            <label htmlFor="told-unit" className="quiet small" style={{ display: 'block' }}>
              单位
            </label>
            <UnitSelect id="told-unit" value={unitId} onChange={setUnit} />
          </div>
        )}
        <div>
          <label htmlFor="told-kind" className="quiet small" style={{ display: 'block' }}>
            事项
          </label>
          <Select
            id="told-kind"
            style={{ minWidth: 160 }}
            value={kind}
            onChange={setKind}
            options={[{ value: '', label: '全部' }, ...kinds.map(({ id, name }) => ({ value: id, label: inLanguage(name) }))]}
          />
        </div>
        <div>
          <label htmlFor="told-whom" className="quiet small" style={{ display: 'block' }}>
            对象
          </label>
          <Select
            id="told-whom"
            style={{ minWidth: 120 }}
            value={whom}
            onChange={setWhom}
            options={[
              { value: '', label: '全部' },
              { value: 'person', label: '个人' },
              { value: 'robot', label: '群机器人' },
              { value: 'nobody', label: '暂无人在岗' },
            ]}
          />
        </div>
        <div>
          <label htmlFor="told-from" className="quiet small" style={{ display: 'block' }}>
            起
          </label>
          <DayInput id="told-from" value={from} onChange={setFrom} />
        </div>
        <div>
          <label htmlFor="told-to" className="quiet small" style={{ display: 'block' }}>
            止
          </label>
          <DayInput id="told-to" value={to} onChange={setTo} />
        </div>
      </div>
      <Lines of={told} label="告知情况" keyOf={({ id }) => id} empty={<Nothing title="没有符合条件的告知" />}>
        {(one) => <Line of={one} />}
      </Lines>
    </Page>
  );
}

function Line({ of: one }: { readonly of: ToldView }) {
  return (
    <>
      <div className="main">
        <span className="title">{inLanguage(one.text)}</span>
        <p className="quiet">
          {momentWords(one.at)} · {one.unitName} · <Whom of={one} />
        </p>
      </div>
      <div className="side">
        {one.outside && <Outside of={one.outside} />}
        {one.whom === 'nobody' ? (
          <State tone="due">待有人在岗</State>
        ) : one.whom === 'robot' ? null : one.readAt ? (
          <State tone="good">{momentWords(one.readAt)} 已读</State>
        ) : (
          <State>未读</State>
        )}
      </div>
    </>
  );
}

function Whom({ of: { whom, to } }: { readonly of: ToldView }) {
  if (whom === 'nobody') return <>暂无人在岗</>;
  if (whom === 'robot') return <>{`群机器人 ${to}`}</>;
  return <>{to || '（姓名不可见）'}</>;
}

function Outside({ of: { channel, state, reason } }: { readonly of: NonNullable<ToldView['outside']> }) {
  const name = channel === 'mail' ? '邮件' : '机器人';
  if (state === 'sent') return <State tone="good">{`${name}已发送`}</State>;
  if (state === 'parked') return <State tone="bad">{`${name}未发出 ${reason}`}</State>;
  return <State>{state === 'waiting' ? `${name}待发送` : `${name}已取消`}</State>;
}
