import { Link, useParams, useSearchParams } from 'react-router';
import { DutyPage, LevelRecordPage, RankRecordPage, RectificationRecordPage } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useRecordTypes } from '../evidence/record-types.ts';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Lost } from '../shell/lost.tsx';
import { CHANGE_WORDS, dutyStateWords, MOVE_WORDS, RECTIFICATION_WORDS, stateWordsOf } from './record-words.ts';

const EMPTY = <Nothing title="没有符合的记录">可能刚刚有变化，请回到总览再看。</Nothing>;

/** What is behind a number of the overview. */
export function OverviewRecordsPage() {
  const { what } = useParams();
  const [params] = useSearchParams();
  const query = Object.fromEntries(params);
  const unitId = params.get('unitId') ?? '';
  switch (what) {
    case 'levels':
      return <Levels query={query} unitId={unitId} />;
    case 'ranks':
      return <Ranks query={query} unitId={unitId} />;
    case 'evidence':
      return <Evidence query={query} unitId={unitId} />;
    case 'rectification':
      return <Rectification query={query} unitId={unitId} />;
    default:
      return <Lost />;
  }
}

interface RecordsProps {
  readonly query: Readonly<Record<string, string>>;
  readonly unitId: string;
}
const UP = { to: '/app/work/overview', name: '总览' };

/** The number itself, from the first page of the list. */
function useTotal(schema: typeof LevelRecordPage | typeof RankRecordPage | typeof RectificationRecordPage, path: string, query: RecordsProps['query']): number | undefined {
  return useRead(schema, path, query).data?.total;
}

function Lead({ total, unitId }: { readonly total: number | undefined; readonly unitId: string }) {
  return (
    <>
      <UnitName id={unitId} />
      {total !== undefined && <>，共 {total} 条</>}
    </>
  );
}

function Levels({ query, unitId }: RecordsProps) {
  const path = '/api/assessment/overview/levels/records';
  const found = useList(LevelRecordPage, path, query);
  const total = useTotal(LevelRecordPage, path, query);
  const name = query['level'] ? found.items[0]?.level?.zh : undefined;
  const change = CHANGE_WORDS[query['change'] ?? ''];
  const title = change ?? (query['year'] ? (name ? `${query['year']}年度评定的${name}` : `${query['year']}年度评定结果`) : name ? `截至${dayWords(query['on'] ?? '')}的${name}` : `截至${dayWords(query['on'] ?? '')}的星级`);
  return (
    <Page title={title} up={UP} lead={<Lead total={total} unitId={unitId} />}>
      <Lines of={found} label={title} empty={EMPTY} keyOf={({ candidacyId }) => candidacyId}>
        {({ candidacyId, unit, campaignTitle, level, since, before }) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/assessment/candidacies/${candidacyId}`}>
                {unit.name}
              </Link>
              <p className="quiet">{campaignTitle}</p>
            </div>
            <div className="side">
              <span className="quiet">{dayWords(since)}</span>
              <State>{before ? (level ? `${before.zh} → ${level.zh}` : `原为${before.zh}`) : (level?.zh ?? '')}</State>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}

function Ranks({ query, unitId }: RecordsProps) {
  const path = '/api/assessment/overview/ranks';
  const found = useList(RankRecordPage, path, query);
  const total = useTotal(RankRecordPage, path, query);
  const title = MOVE_WORDS[query['move'] ?? ''] ?? '名次';
  return (
    <Page title={title} up={UP} lead={<Lead total={total} unitId={unitId} />}>
      <Lines of={found} label={title} empty={EMPTY} keyOf={(one) => `${one.unitId}${one.name}`}>
        {({ name, rank, before, score }) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/assessment/ratings/standings/${query['standingId']}`}>
                {name}
              </Link>
              <p className="quiet">得分 {score}</p>
            </div>
            <div className="side">
              <State>{before === null ? `第 ${rank} 名` : before === rank ? `第 ${rank} 名，不变` : before > rank ? `第 ${rank} 名，上升 ${before - rank} 名` : `第 ${rank} 名，下降 ${rank - before} 名`}</State>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}

function Evidence({ query, unitId }: RecordsProps) {
  const types = useRecordTypes();
  const found = useList(DutyPage, '/api/evidence/duties', query);
  const totals = useRead(DutyPage, '/api/evidence/duties', query).data?.totals;
  const state = query['state'] as keyof NonNullable<typeof totals> | undefined;
  const [period, name] = [query['month'] ?? query['period'] ?? '', dutyStateWords(state)];
  const title = period.length > 4 ? `${period.slice(0, 4)}年${Number(period.slice(5))}月到期的材料：${name}` : `${period}年的材料：${name}`;
  return (
    <Page title={title} up={UP} lead={<Lead total={totals && state ? totals[state] : undefined} unitId={unitId} />}>
      <Lines of={found} label={title} empty={EMPTY} keyOf={({ scheme, duty, period: { id }, unitId: at, personId = '', recordId = '', post = '' }) => [scheme, duty, id, at, personId, recordId, post].join()}>
        {({ zh, unitName, unitId: at, personId = '', period: { from, to }, expected, found: count, recordIds, recordType, sum }) => (
          <>
            <div className="main">
              <Link className="title" to={recordIds[0] ? `/app/evidence/records/${recordIds[0]}` : `/app/evidence/duties?unit=${at}`}>
                {unitName}：{zh}
              </Link>
              <p className="quiet">
                {personId && (
                  <>
                    <PersonName id={personId} /> ·{' '}
                  </>
                )}
                {dayWords(from)}至{dayWords(to)}
              </p>
            </div>
            <div className="side">
              <State>{`应有 ${expected} ${(sum && types.find(({ id }) => id === recordType)?.measures.find(({ id }) => id === sum)?.zh) || '次'}，已有 ${count}`}</State>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}

function Rectification({ query, unitId }: RecordsProps) {
  const path = '/api/rectification/overview/records';
  const found = useList(RectificationRecordPage, path, query);
  const total = useTotal(RectificationRecordPage, path, query);
  const title = RECTIFICATION_WORDS[query['ask'] ?? ''] ?? '整改';
  return (
    <Page title={title} up={UP} lead={<Lead total={total} unitId={unitId} />}>
      <Lines of={found} label={title} empty={EMPTY} keyOf={({ id }) => id}>
        {({ kind, id, unit, title: name, state, on, overdueOn }) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/rectification/${kind}s/${id}`}>
                {unit.name}：{name}
              </Link>
              <p className="quiet">{kind === 'finding' ? `${dayWords(on)}登记` : `${dayWords(on)}进入`}</p>
            </div>
            <div className="side">
              {overdueOn !== '' && <State tone="bad">{`${dayWords(overdueOn)}逾期`}</State>}
              <State>{stateWordsOf(kind, state)}</State>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
