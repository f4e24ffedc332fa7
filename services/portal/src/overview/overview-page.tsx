import { Button, Select } from 'antd';
import { useId, useMemo, useState, type MouseEvent } from 'react';
import { flushSync } from 'react-dom';
import { useNavigate } from 'react-router';
import { asProblem } from '../api/problem-error.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Page } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { useToday } from '../shared/today.ts';
import { WorkSections } from '../work/work-sections.tsx';
import { changesOf } from './changes.ts';
import { Changes } from './changes-list.tsx';
import { Comparison } from './comparison.tsx';
import { dressed } from './dressed.ts';
import { isEmpty } from './figure.ts';
import { FigureCard } from './figure-card.tsx';
import { heldFigure, quartersFigure, rankingFigure, rectificationFigure, rungsFigure, timelinessFigure, unitsFigure, yearsFigure } from './figures.ts';
import { give } from './give.ts';
import { visitBefore } from './last-visit.ts';
import { OnPaper } from './on-paper.ts';
import { useOverview, type Overview } from './use-overview.ts';
import './overview.css';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** One page of truth about the units that somebody leads: what changed, how things stand, and the way to each record. */
export function OverviewPage() {
  const { seat } = useSession();
  const today = useToday();
  const [unitId, setUnit] = useAddressFilter('unit');
  const [on, setOn] = useAddressFilter('on');
  const [since, setSince] = useAddressFilter('since');
  const [schemeId, setScheme] = useAddressFilter('scheme');
  const [before] = useState(() => (today ? visitBefore(seat.id, today) : undefined));
  const overview = useOverview({ unitId: unitId || undefined, on: on || undefined, since: since || (on ? undefined : before), schemeId: schemeId || undefined });
  const { levels, rectification, timeliness, errors, coming } = overview;
  const pageOf = useMemo(() => pageFor(on, schemeId), [on, schemeId]);
  const figures = useMemo(() => figuresOf({ levels, rectification, timeliness }, pageOf), [levels, rectification, timeliness, pageOf]);
  const [onPaper, setOnPaper] = useState(false);
  const say = useSay();
  const navigate = useNavigate();
  const unit = levels?.unit ?? rectification?.unit ?? timeliness?.unit;
  const shownOn = levels?.on ?? rectification?.on ?? today ?? '';
  const from = `${unit?.name ?? ''}，截至${dayWords(shownOn)}`;

  const print = () => {
    const undress = dressed('light');
    flushSync(() => setOnPaper(true));
    requestAnimationFrame(() => {
      window.print();
      undress();
      setOnPaper(false);
    });
  };
  const takeWorkbook = async () => {
    const { workbookOf } = await import('./workbook.ts');
    give(new Blob([(await workbookOf(figures, from)) as Uint8Array<ArrayBuffer>], { type: XLSX }), `总览 ${from}.xlsx`);
    say('表格已保存');
  };
  const screen = `/app/screen${unitId ? `?unit=${unitId}` : ''}`;
  /** A screen on a wall is wanted whole; where the browser does not allow it, it is a page like any other. */
  const goToScreen = (event: MouseEvent) => {
    event.preventDefault();
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    void navigate(screen);
  };
  const actions = (
    <>
      <Button onClick={() => void takeWorkbook()} disabled={coming}>
        导出表格
      </Button>
      <Button onClick={print} disabled={coming}>
        打印或存为 PDF
      </Button>
      <Button href={screen} onClick={goToScreen}>
        大屏
      </Button>
    </>
  );
  const isBelow = unitId !== '' && unitId !== seat.jurisdictionId;
  return (
    <OnPaper value={onPaper}>
      <div className="overview">
        <Page title={unit ? `${unit.name}总览` : '总览'} {...(isBelow ? { up: { to: pageOf(''), name: '全部单位' } } : {})} lead={shownOn && `截至${dayWords(shownOn)}`} actions={actions}>
          <WorkSections />
          <Ask {...{ unitId, setUnit, on, setOn, schemeId, setScheme }} overview={overview} today={today} />
          {errors.map((error, i) => (
            <ProblemAlert key={i} problem={asProblem(error)} />
          ))}
          {coming && errors.length === 0 ? (
            <Coming />
          ) : (
            <>
              <Changes of={changesOf(levels, rectification)} since={levels?.since ?? rectification?.since} before={before} chosen={since} choose={setSince} />
              <div className="figure-grid">
                {figures.map((figure) => (
                  <FigureCard key={figure.id} of={figure} from={from} />
                ))}
                <Comparison of={overview} pageOf={pageOf} />
              </div>
            </>
          )}
        </Page>
      </div>
    </OnPaper>
  );
}

const pageFor = (on: string, schemeId: string) => (unitId: string) => {
  const query = new URLSearchParams(Object.entries({ unit: unitId, on, scheme: schemeId }).filter(([, value]) => value !== ''));
  return `/app/work/overview${query.size > 0 ? `?${query}` : ''}`;
};

/** The figures of the page, in the order of the page; rare ones only where there is something to see. */
export function figuresOf({ levels, rectification, timeliness }: Pick<Overview, 'levels' | 'rectification' | 'timeliness'>, pageOf: (unitId: string) => string) {
  const rare = [...(rectification ? [rungsFigure(rectification)] : []), ...(levels ? [rankingFigure(levels)] : [])];
  return [
    ...(levels ? [heldFigure(levels), yearsFigure(levels), unitsFigure(levels, pageOf), quartersFigure(levels)] : []),
    ...(timeliness ? [timelinessFigure(timeliness)] : []),
    ...(rectification ? [rectificationFigure(rectification)] : []),
    ...rare.filter((figure) => !isEmpty(figure)),
  ];
}

interface AskProps {
  readonly unitId: string;
  readonly setUnit: (unitId: string) => void;
  readonly on: string;
  readonly setOn: (on: string) => void;
  readonly schemeId: string;
  readonly setScheme: (schemeId: string) => void;
  readonly overview: Overview;
  readonly today: string | undefined;
}

function Ask({ unitId, setUnit, on, setOn, schemeId, setScheme, overview: { levels }, today }: AskProps) {
  const [unit, day, scheme] = [useId(), useId(), useId()];
  return (
    <div className="ask no-print" role="group" aria-label="看什么">
      <label htmlFor={unit}>
        单位
        <UnitSelect id={unit} value={unitId || (levels?.unit.id ?? '')} onChange={setUnit} />
      </label>
      {levels && levels.schemes.length > 1 && (
        <label htmlFor={scheme}>
          创建办法
          <Select id={scheme} value={schemeId || levels.schemeId} onChange={setScheme} options={levels.schemes.map(({ id, zh }) => ({ value: id, label: zh }))} />
        </label>
      )}
      <label htmlFor={day}>
        截至日期
        <DayInput id={day} value={on || (today ?? '')} onChange={(value) => setOn(value === today ? '' : value)} max={today} />
      </label>
    </div>
  );
}
