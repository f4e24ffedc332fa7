import { Link } from 'react-router';
import { MeasureReport, type RecordTypeView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { useRecordTypes } from './record-types.ts';
import './records.css';

interface ReviewCountsProps {
  readonly unitId: string;
  readonly year: string;
}

/** What the registers that a reviewer looks at come to for a unit in a year. */
export function ReviewCounts({ unitId, year }: ReviewCountsProps) {
  const may = useMay();
  const types = useRecordTypes().filter(({ review, measures }) => review && measures.length > 0);
  if (!may('record.read') || types.length === 0) return null;
  return (
    <section className="card stack tight" aria-label={`${year}年台账统计`}>
      <h2>{year}年台账统计</h2>
      <div className="measures">
        {types.map((type) => (
          <Counts key={type.id} type={type} unitId={unitId} year={year} />
        ))}
      </div>
    </section>
  );
}

function Counts({ type, unitId, year }: ReviewCountsProps & { readonly type: RecordTypeView }) {
  const report = useRead(MeasureReport, '/api/evidence/measures', { type: type.id, unitId, period: year }, 60);
  const counts = report.data?.total.measures.filter(({ value }) => typeof value === 'number' || typeof value === 'string') ?? [];
  return counts.map(({ id, zh, value }) => (
    <div key={id}>
      <span className="quiet small">{zh}</span>
      <strong>
        <Link to={`/app/evidence/records?type=${type.id}`}>{String(value)}</Link>
      </strong>
    </div>
  ));
}
