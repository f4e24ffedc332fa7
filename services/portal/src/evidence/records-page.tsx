import { Button } from 'antd';
import { Link } from 'react-router';
import { RecordPage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useJurisdiction, useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { EvidenceSections } from './areas.tsx';
import { useFilableTypes, useRecordTypes } from './record-types.ts';

/** The records of the unit, and the forms by which new ones come. */
export function RecordsPage() {
  const may = useMay();
  const where = useJurisdiction();
  const types = useRecordTypes();
  const filable = useFilableTypes();
  const [type, setType] = useAddressFilter('type');
  const records = useList(RecordPage, '/api/evidence/records', { ...where, type: type || undefined });
  const nameOf = (id: string) => types.find((one) => one.id === id)?.zh ?? id;
  const canFile = may('record.file');
  return (
    <Page title="档案" lead="会议、学习、服务等台账">
      <EvidenceSections />
      {canFile && filable.length > 0 && (
        <section className="card" aria-labelledby="new-record">
          <h2 id="new-record">登记台账</h2>
          <div className="row">
            {filable.map(({ id, zh }) => (
              <Link key={id} to={`/app/evidence/records/new?type=${id}`}>
                <Button tabIndex={-1}>{zh}</Button>
              </Link>
            ))}
          </div>
        </section>
      )}
      <Chips
        label="台账类型"
        value={type}
        of={[['', '全部'], ...types.map(({ id, zh }) => [id, zh] as const)]}
        onChange={setType}
      />
      <Lines
        of={records}
        label="台账"
        keyOf={({ id }) => id}
        empty={<Nothing title="还没有台账">{canFile && '从上面选择一种台账开始登记。'}</Nothing>}
      >
        {(record) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/evidence/records/${record.id}`}>
                {record.title}
              </Link>
              <p className="quiet">
                {nameOf(record.type)}
                {where.subtree && (
                  <>
                    {' '}
                    · <UnitName id={record.unitId} />
                  </>
                )}
                {record.fileIds.length > 0 && ` · 附件 ${record.fileIds.length} 个`}
              </p>
            </div>
            <div className="side">
              <span className="nowrap">{dayWords(record.day)}</span>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
