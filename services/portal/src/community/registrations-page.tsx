import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { RegistrationPage, RegistrationView, type RegistrationFiling } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { AttachedFiles, ProofFiles } from '../evidence/proof-files.tsx';
import { PeopleSelect } from '../registry/people-select.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useJurisdiction, useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { BASIS_WORDS, CommunitySections, useIsHost } from './areas.tsx';

const PATH = '/api/evidence/community/registrations';
const required = (message: string) => [{ required: true, message }];

/** Who has registered where, since when and until when. */
export function RegistrationsPage() {
  const may = useMay();
  const isHost = useIsHost();
  const [kind, setKind] = useAddressFilter('kind');
  const [active, setActive] = useAddressFilter('active', 'true');
  const [adding, setAdding] = useState(false);
  const registrations = useList(RegistrationPage, PATH, {
    ...useJurisdiction(),
    kind: kind || undefined,
    active: active === 'all' ? undefined : active,
  });
  const canRegister = may('community.register') && !isHost;
  return (
    <Page
      title="双报到"
      lead="支部到驻地或结对社区报到，党员到居住地社区报到"
      actions={
        canRegister && (
          <Button type="primary" aria-expanded={adding} onClick={() => setAdding(!adding)}>
            {adding ? '收起' : '登记报到'}
          </Button>
        )
      }
    >
      <CommunitySections />
      {adding && <RegistrationForm done={() => setAdding(false)} />}
      <div className="row">
        <Chips label="类别" value={kind} of={[['', '全部'], ['unit', '单位'], ['member', '党员']]} onChange={setKind} />
        <Chips label="状态" value={active} of={[['true', '报到中'], ['false', '已结束'], ['all', '全部']]} onChange={setActive} />
      </div>
      <Lines
        of={registrations}
        label="报到"
        keyOf={({ id }) => id}
        empty={<Nothing title="还没有报到">{canRegister && '点“登记报到”开始登记。'}</Nothing>}
      >
        {(one) => <RegistrationLine of={one} canEnd={canRegister} />}
      </Lines>
    </Page>
  );
}

function RegistrationLine({ of: one, canEnd }: { readonly of: RegistrationView; readonly canEnd: boolean }) {
  const [ending, setEnding] = useState(false);
  const { seat } = useSession();
  const canSeeName = seat.role !== 'clerk' || seat.unitId === one.unitId;
  const today = useToday();
  return (
    <>
      <div className="main">
        <span className="title">
          {one.personId && canSeeName && (
            <>
              <PersonName id={one.personId} />{' '}
            </>
          )}
          <UnitName id={one.unitId} />
          {one.personId && '（党员）'}
        </span>
        <p className="quiet">
          {BASIS_WORDS[one.basis]} · <UnitName id={one.communityId} /> · {dayWords(one.from)}起
          {one.until && `，${dayWords(one.until)}止：${one.reason}`}
        </p>
        {one.fileIds.length > 0 && <AttachedFiles ids={one.fileIds} label="共建协议" />}
      </div>
      <div className="side">
        <State tone={one.until ? '' : 'good'}>{one.until ? '已结束' : '报到中'}</State>
        {canEnd && !one.until && (
          <button type="button" className="plain" aria-expanded={ending} onClick={() => setEnding(!ending)}>
            {ending ? '收起' : '结束报到'}
          </button>
        )}
      </div>
      {ending && (
        <div style={{ flexBasis: '100%' }}>
          <CommandForm
            label="结束报到"
            submit="结束报到"
            draft={`end-${one.id}`}
            schema={RegistrationView}
            initial={{ on: today }}
            said="报到已结束"
            final
            order={({ on, reason }: { on: string; reason: string }) => ({ path: `${PATH}/${one.id}/end`, body: { on, reason } })}
            done={() => setEnding(false)}
          >
            <Form.Item name="on" label="最后一天" rules={required('请选择日期')}>
              <DayInput min={one.from} max={today} />
            </Form.Item>
            <Form.Item name="reason" label="原因" rules={required('请写明原因')}>
              <Input maxLength={500} />
            </Form.Item>
          </CommandForm>
        </div>
      )}
    </>
  );
}

interface Filled extends Omit<RegistrationFiling, 'unitId' | 'personId'> {
  readonly who: 'unit' | 'member';
  readonly host: string;
  readonly personIds?: readonly string[];
}

function RegistrationForm({ done }: { readonly done: () => void }) {
  const { seat } = useSession();
  const today = useToday();
  const [who, setWho] = useState<Filled['who']>('unit');
  const [host, setHost] = useState('community');
  return (
    <section className="card narrow">
      <CommandForm
        label="登记报到"
        submit="登记报到"
        draft={`registration-${seat.id}-${who}`}
        schema={RegistrationView}
        said="已登记报到"
        order={({ personIds, communityId, basis, from, fileIds = [] }: Filled) => ({
          path: PATH,
          body: {
            unitId: seat.unitId, communityId, from, fileIds,
            ...(who === 'member' ? { personId: personIds?.[0], basis: 'home' } : { basis }),
          },
        })}
        done={done}
      >
        <Form.Item label="谁报到" required>
          <Radio.Group
            value={who}
            onChange={(event) => setWho(event.target.value as Filled['who'])}
            options={[{ value: 'unit', label: '本单位' }, { value: 'member', label: '本单位党员' }]}
          />
        </Form.Item>
        {who === 'member' ? (
          <Form.Item name="personIds" label="党员" rules={[{ required: true, type: 'array', len: 1, message: '请选择一名党员' }]}>
            <PeopleSelect unitId={seat.unitId} />
          </Form.Item>
        ) : (
          <Form.Item name="basis" label="报到方式" rules={required('请选择')}>
            <Radio.Group options={[{ value: 'resident', label: '驻地' }, { value: 'contracted', label: '结对共建' }]} />
          </Form.Item>
        )}
        <Form.Item label="报到地" required>
          <Radio.Group
            value={host}
            onChange={(event) => setHost(event.target.value as string)}
            options={[{ value: 'community', label: '社区' }, { value: 'village', label: '村' }]}
          />
        </Form.Item>
        <Form.Item name="communityId" label={host === 'village' ? '村' : '社区'} rules={required('请选择')}>
          <UnitSelect kind={host} all />
        </Form.Item>
        <Form.Item name="from" label="报到日期" rules={required('请选择日期')}>
          <DayInput max={today} />
        </Form.Item>
        {who === 'unit' && (
          <Form.Item name="fileIds" label="共建协议">
            <ProofFiles />
          </Form.Item>
        )}
      </CommandForm>
    </section>
  );
}
