import type { Scheme } from '@xingchuang/schemes';
import type { KnownUnit } from '@xingchuang/server';
import { FILES, type PackagedCampaign, type PackagedTitle } from '@xingchuang/transparency/campaign';
import type { Boards, Brief } from './package-service.ts';

const STYLE = `body{font:15px/1.7 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:#1d2733;max-width:64em;margin:2em auto;padding:0 1em}
h1{font-size:1.5em}h2{font-size:1.1em;margin:1.6em 0 .4em;border-bottom:1px solid #c3ccd5}table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.25em .6em .25em 0;border-bottom:1px solid #e3e8ed}
.quiet{color:#5d6a78}code{overflow-wrap:anywhere}@media print{body{margin:0;max-width:none}a{color:inherit;text-decoration:none}h2{break-after:avoid}tr{break-inside:avoid}}`;
const STATES: Readonly<Record<string, string>> = { expected: '待申报', draft: '草稿', declared: '已申报', reviewing: '审核中', decided: '已审定', settled: '已定' };

const CONTENT: readonly (readonly [string, string])[] = [
  [FILES.campaign, '评定本身：办法版本、参数、考评期、各步骤的日期'], [FILES.calendar, '推算期限所用的放假安排'], [FILES.units, '单位及其在组织树中的位置'],
  [FILES.candidacies, '每个单位的申报、办理过程、期限和结果'], [FILES.facts, '考评事实的每一版及来源'], [FILES.decisions, '每次计算的结果、逐条理由和摘要'], [FILES.rounds, '相互比较时各单位所用的事实版本'],
  [FILES.populations, '比较范围'], [FILES.quotas, '名额和占用名额的单位'], [FILES.titles, '上级单位的称号'], [FILES.spotChecks, '抽查的种子和抽中的单位'],
  [FILES.adjustments, '等级调整台账'], [FILES.rechecks, '年度复查'], [FILES.appeals, '申诉及答复'],
];

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const table = (rows: readonly (readonly string[])[], head: readonly string[] = []): string => `<table>${head.length > 0 ? `<tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr>` : ''}${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
const span = ({ from, to }: { readonly from: string; readonly to: string }): string => `${from} 至 ${to}`;

interface Content {
  readonly campaign: PackagedCampaign;
  readonly scheme: Scheme;
  readonly candidacies: readonly Brief[];
  readonly units: ReadonlyMap<string, KnownUnit>;
  readonly boards: Boards;
  readonly titles: readonly PackagedTitle[];
}

/** The page by which people find their way in a package, on any machine and on paper: no script, nothing from outside. */
export function indexPage({ campaign, scheme, candidacies, units, boards, titles }: Content): string {
  const levelOf = (id: string): string => escape(scheme.levels.find((level) => level.id === id)?.zh ?? '—');
  const nameOf = (id: string): string => escape(units.get(id)?.name ?? '');
  const rows = candidacies.map(({ unitId, state, level, decidedOn, decidedBy, settled }) => [
    escape(units.get(unitId)?.code ?? ''), nameOf(unitId), STATES[state] ?? escape(state), level === '' ? '—' : levelOf(level), decidedOn === '' ? '' : `${decidedOn} ${nameOf(decidedBy)}`, settled?.on ?? '',
  ]);
  const counts = scheme.levels.toReversed().map(({ id }) => [levelOf(id), `${candidacies.filter(({ state, level }) => (state === 'decided' || state === 'settled') && level === id).length}`]);
  const { version, sha256 } = campaign.versions.at(-1)!;
  const about = [
    ['办法', `${escape(scheme.name.zh)} <span class="quiet">${escape(scheme.id)} 第 ${version} 版，摘要 <code>${sha256}</code></span>`], ['组织单位', nameOf(campaign.unitId)], ['开展日期', campaign.openedOn],
    ['考评期', span(campaign.window)], ['申报日期', span(campaign.declaring)], ...Object.entries(campaign.windows).map(([step, days]) => [escape(step), span(days)]),
    ...Object.entries(campaign.versions.at(-1)!.parameters).map(([name, value]) => [escape(scheme.parameters[name]?.zh ?? name), escape(String(value))]),
    ...(campaign.cancelled ? [['本次评定已取消', escape(String(campaign.cancelled['reason'] ?? ''))]] : []),
  ];
  const quotas = boards.quotas.flatMap(({ quota, group, base, places, used }) => places.map(({ level, places: most }) => [escape(quota), nameOf(group) || escape(group), `${base}`, levelOf(level), `${most}`, escape(used.join('、'))]));
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(campaign.title)}</title><style>${STYLE}</style></head><body>
<h1>${escape(campaign.title)}</h1>
${table(about)}
<h2>结果</h2>
${table(counts, ['等级', '单位数'])}
<h2>各单位</h2>
${table(rows, ['代码', '单位', '状态', '等级', '审定', '确定'])}
${quotas.length > 0 ? `<h2>名额</h2>${table(quotas, ['条款', '范围', '基数', '等级', '名额', '占用'])}` : ''}
${titles.length > 0 ? `<h2>单位称号</h2>${table(titles.map(({ unitId, title, granted, total, open }) => [nameOf(unitId), escape(scheme.titles.find(({ id }) => id === title)?.zh ?? title), granted ? '符合' : '不符合', `${total} 个单位${open > 0 ? `，${open} 个未定` : ''}`]))}` : ''}
<h2>文件</h2>
${table([...campaign.versions.map(({ path, version: of }) => [`<a href="${escape(path.slice(5))}">${escape(path.slice(5))}</a>`, `评定办法第 ${of} 版原文`]), ...CONTENT.map(([path, words]) => [`<a href="${path.slice(5)}">${path.slice(5)}</a>`, words])])}
<h2>怎样核对</h2>
<p>用 <code>xingchuang verify</code> 核对本包，不需要网络和数据库：事实、得分、一票否决、上限、排名、名额、期限、等级和每一步的依据都会重新计算，第一处不符会指明单位、项目和条款。人员只以编号出现。本包是 BagIt 1.0 格式。</p>
</body></html>
`;
}
