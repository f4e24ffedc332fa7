import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { IndicatorPage, IndicatorValuesPage, type IndicatorImportView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { AssessmentSections } from '../assessment/areas.tsx';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { RatingChips } from './areas.tsx';

/** Values that others keep unit by unit, such as those of a statistical report: schemes read them by their name. */
export function IndicatorsPage() {
  const may = useMay();
  const list = useList(IndicatorPage, '/api/assessment/indicators');
  return (
    <Page
      title="评定"
      lead="其他系统或部门提供的指标：评定办法按代号取用考评期内最近一天的数值"
      actions={
        may('standing.import') && (
          <Link to="/app/assessment/ratings/indicators/import">
            <Button type="primary">录入或导入</Button>
          </Link>
        )
      }
    >
      <AssessmentSections />
      <RatingChips at="/app/assessment/ratings/indicators" />
      <Lines of={list} label="指标" keyOf={({ id }) => id} empty={<Nothing title="还没有指标">评定办法里由指标提供的事实，从这里取数。</Nothing>}>
        {(one) => <Entry of={one} />}
      </Lines>
    </Page>
  );
}

function Entry({ of: one }: { readonly of: IndicatorImportView }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="main">
        <strong>{one.title}</strong> <span className="quiet small">{one.name}</span>
        <p className="quiet">
          {one.count} 个单位 · 来源：{one.source}
        </p>
      </div>
      <div className="side">
        <span>{dayWords(one.on)}</span>
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '收起' : '看数值'}
        </Button>
      </div>
      {open && (
        <div style={{ flexBasis: '100%' }}>
          <Values id={one.id} />
        </div>
      )}
    </>
  );
}

function Values({ id }: { readonly id: string }) {
  const values = useList(IndicatorValuesPage, `/api/assessment/indicators/${id}/values`);
  return (
    <Lines of={values} label="各单位数值" keyOf={(line) => line.id} empty={<Nothing title="没有数值" />}>
      {({ unit, value }) => (
        <>
          <div className="main">{unit.name}</div>
          <div className="side">{typeof value === 'boolean' ? (value ? '是' : '否') : value}</div>
        </>
      )}
    </Lines>
  );
}
