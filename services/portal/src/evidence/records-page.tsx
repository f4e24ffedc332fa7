import { Select } from 'antd';
import { Link, useNavigate } from 'react-router';
import { RecordPage, type RecordTypeView, type RecordView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useJurisdiction, useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { EvidenceSections } from './areas.tsx';
import { Measures } from './measures.tsx';
import { isByList, RecordListImport } from './record-list-import.tsx';
import { grouped, useFilableTypes, useRecordTypes } from './record-types.ts';
import './records.css';

/** The registers of the unit: their numbers, their records, and the forms by which new ones come. */
export function RecordsPage() {
  const may = useMay();
  const navigate = useNavigate();
  const where = useJurisdiction();
  const year = useToday()?.slice(0, 4);
  const types = useRecordTypes();
  const filable = useFilableTypes();
  const [type, setType] = useAddressFilter('type');
  const [show, setShow] = useAddressFilter('show');
  const chosen = types.find(({ id }) => id === type);
  const filter = { type: type || undefined, gaps: show === 'gaps' || undefined, open: show === 'open' || undefined };
  const records = useList(RecordPage, '/api/evidence/records', { ...where, ...filter });
  const canFile = may('record.file') && filable.length > 0;
  const options = (list: readonly RecordTypeView[]) => grouped(list).map(([label, of]) => ({ label, options: of.map(({ id, zh }) => ({ value: id, label: zh })) }));
  const pick = { showSearch: { optionFilterProp: 'label' }, style: { minWidth: 220, flex: '1 1 220px', maxWidth: 360 } };
  return (
    <Page title="档案" lead="会议、学习、服务等台账">
      <EvidenceSections />
      <div className="row">
        <Select {...pick} aria-label="台账类型" allowClear placeholder="全部台账" value={chosen ? type : null} options={options(types)} onChange={(id: string | null) => setType(id ?? '')} />
        {canFile &&
          (chosen && filable.some(({ id }) => id === chosen.id) ? (
            <LinkButton primary to={`/app/evidence/records/new?type=${chosen.id}`}>登记{chosen.zh}</LinkButton>
          ) : (
            <Select {...pick} aria-label="登记台账" placeholder="登记一份台账…" value={null} options={options(filable)} onChange={(id: string) => void navigate(`/app/evidence/records/new?type=${id}`)} />
          ))}
        {chosen && <Download path="/api/evidence/registers" query={{ ...where, type: chosen.id }} />}
        {chosen && canFile && !where.subtree && isByList(chosen) && filable.some(({ id }) => id === chosen.id) && <RecordListImport type={chosen} unitId={where.unitId} />}
      </div>
      {chosen && year && <Measures type={chosen} where={where} year={year} />}
      {(!chosen || chosen.gaps.length > 0 || chosen.steps) && (
        <Chips
          label="情况"
          value={show}
          of={[
            ['', '全部'],
            ['gaps', '有缺项'],
            ['open', '未办结'],
          ]}
          onChange={setShow}
        />
      )}
      <Lines
        of={records}
        label={chosen?.zh ?? '台账'}
        keyOf={({ id }) => id}
        empty={<Nothing title={chosen ? `还没有${chosen.zh}` : '还没有台账'}>{canFile && '从上面选择一种台账开始登记。'}</Nothing>}
      >
        {(record) => <RecordLine record={record} type={types.find(({ id }) => id === record.type)} unit={where.subtree} />}
      </Lines>
    </Page>
  );
}

function RecordLine({ record, type, unit }: { readonly record: RecordView; readonly type: RecordTypeView | undefined; readonly unit: boolean }) {
  const done = type?.steps?.items.filter(({ id }) => record.steps[id]).at(-1);
  return (
    <>
      <div className="main">
        <Link className="title" to={`/app/evidence/records/${record.id}`}>
          {record.title}
        </Link>
        <p className="quiet">
          {type?.zh ?? record.type}
          {unit && (
            <>
              {' '}
              · <UnitName id={record.unitId} />
            </>
          )}
          {record.fileIds.length > 0 && ` · 附件 ${record.fileIds.length} 个`}
        </p>
      </div>
      <div className="side">
        {record.gaps.length > 0 && <State tone="bad">缺 {record.gaps.length} 项</State>}
        {type?.steps && <State tone={record.closedOn ? 'good' : 'due'}>{record.closedOn ? '已办结' : (done?.zh ?? '未开始')}</State>}
        <span className="nowrap">{dayWords(record.day)}</span>
      </div>
    </>
  );
}

/** The same list as a file. */
export function Download({ path, query }: { readonly path: string; readonly query: Readonly<Record<string, string | boolean | undefined>> }) {
  const of = (format: string) => `${path}?${new URLSearchParams(Object.entries({ ...query, format }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))}`;
  return (
    <span className="row small">
      <a href={of('xlsx')} download>
        导出 Excel
      </a>
      <a href={of('csv')} download>
        导出 CSV
      </a>
    </span>
  );
}
