import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { ArchiveView, TaskList } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { EvidenceSections } from '../evidence/areas.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { Chips } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { ArchiveShelf } from './archive-shelf.tsx';
import { ArchiveTaskCard } from './archive-task-card.tsx';
import { ExportDialog } from './export-dialog.tsx';
import './archive.css';

/** What a unit kept in a year, by the tasks of a scheme: what is there, and what is missing. */
export function ArchivePage() {
  const { seat } = useSession();
  const may = useMay();
  const today = useToday();
  const [unit, setUnit] = useAddressFilter('unit', seat.unitId);
  const [year, setYear] = useAddressFilter('year');
  const [scheme, setScheme] = useAddressFilter('scheme');
  const [show, setShow] = useAddressFilter('show');
  const [exporting, setExporting] = useState(false);
  const tasks = useRead(TaskList, '/api/evidence/tasks', {}, 300);
  const schemes = new Map(tasks.data?.items.map((task) => [task.scheme, task.schemeName.zh]));
  const thisYear = Number(today?.slice(0, 4) ?? 0);
  const chosenYear = Number(year) || thisYear;
  const chosenScheme = scheme || [...schemes.keys()][0];
  const archive = useRead(ArchiveView, chosenScheme && chosenYear ? '/api/evidence/archive' : undefined, {
    unitId: unit,
    year: chosenYear,
    scheme: chosenScheme,
  });
  const isClerk = seat.role === 'clerk';
  return (
    <Page
      title="档案"
      lead="一年的材料按任务归集，一份材料可以用于多项任务"
      actions={
        <>
          {may('archive.import') && <Link to="/app/evidence/imports">导入档案包</Link>}
          {may('archive.export') && <Button onClick={() => setExporting(true)}>导出档案</Button>}
        </>
      }
    >
      <EvidenceSections />
      <div className="archive-choice">
        {!isClerk && (
          <label>
            <span>单位</span>
            <UnitSelect value={unit} onChange={setUnit} />
          </label>
        )}
        <label>
          <span>年度</span>
          <Select
            aria-label="年度"
            value={chosenYear}
            onChange={(value) => setYear(String(value))}
            options={[0, 1, 2, 3, 4].map((back) => ({ value: thisYear - back, label: `${thisYear - back}年` }))}
          />
        </label>
        {schemes.size > 1 && (
          <label>
            <span>办法</span>
            <Select
              aria-label="办法"
              {...(chosenScheme ? { value: chosenScheme } : {})}
              onChange={setScheme}
              options={[...schemes].map(([value, label]) => ({ value, label }))}
            />
          </label>
        )}
      </div>
      {tasks.data && schemes.size === 0 ? (
        <div className="card">
          <Nothing title="还没有发布评定办法">办法发布后，这里按它的任务列出材料。</Nothing>
        </div>
      ) : (
        <Reading read={archive}>
          {(data) => (
            <Tree of={data} onlyGaps={show === 'gaps'} onShow={setShow} canLink={isClerk ? unit === seat.unitId : may('record.file')} />
          )}
        </Reading>
      )}
      {exporting && <ExportDialog unitId={unit} year={chosenYear} scheme={chosenScheme} close={() => setExporting(false)} />}
    </Page>
  );
}

interface TreeProps {
  readonly of: ArchiveView;
  readonly onlyGaps: boolean;
  readonly onShow: (show: string) => void;
  readonly canLink: boolean;
}

function Tree({ of: archive, onlyGaps, onShow, canLink }: TreeProps) {
  const { counts, apart } = archive;
  return (
    <>
      <p className="archive-counts">
        {archive.unitName} {archive.year}年共有材料 <strong>{counts.files}</strong> 份、台账 <strong>{counts.records}</strong> 条；
        {counts.tasks} 项任务中 <strong className={counts.gaps > 0 ? 'gap' : ''}>{counts.gaps}</strong> 项还没有材料
        {apart.count > 0 && `；${apart.count} 份未关联任务`}。
      </p>
      {counts.files + counts.records > 0 && <PrintLinks of={archive} />}
      <Chips
        label="显示"
        value={onlyGaps ? 'gaps' : ''}
        of={[
          ['', '全部任务'],
          ['gaps', '只看缺材料的'],
        ]}
        onChange={onShow}
      />
      {onlyGaps && counts.gaps === 0 && (
        <div className="card">
          <Nothing title="每项任务都有材料" />
        </div>
      )}
      {archive.dimensions.map((dimension) => {
        const shown = dimension.tasks.filter(({ gap }) => gap || !onlyGaps);
        if (shown.length === 0) return null;
        return (
          <section key={dimension.id} className="stack tight" aria-labelledby={`dimension-${dimension.id}`}>
            <h2 id={`dimension-${dimension.id}`}>{dimension.zh}</h2>
            {shown.map((task) => (
              <ArchiveTaskCard key={task.id} task={task} archive={archive} canLink={canLink} />
            ))}
          </section>
        );
      })}
      {!onlyGaps && apart.count > 0 && (
        <section className="stack tight" aria-labelledby="apart">
          <h2 id="apart">未关联任务（{apart.count}）</h2>
          <div className="card flush">
            <ArchiveShelf shelf={apart} archive={archive} />
          </div>
        </section>
      )}
    </>
  );
}

/** What goes around the folder and on top of what is in it. */
function PrintLinks({ of: { unitId, year, scheme } }: { readonly of: ArchiveView }) {
  const query = new URLSearchParams({ unitId, year: String(year), scheme });
  return (
    <p>
      <a href={`/api/evidence/archive/cover?${query}`} target="_blank" rel="noreferrer">
        打印案卷封面
      </a>{' '}
      <a href={`/api/evidence/archive/index?${query}`} target="_blank" rel="noreferrer">
        打印卷内目录
      </a>
    </p>
  );
}
