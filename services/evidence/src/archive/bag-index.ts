import type { FrozenSet } from './frozen-set.ts';

export interface IndexItem {
  readonly name: string;
  readonly day: string;
  readonly kind: string;
  /** From the folder of the index. */
  readonly path: string;
  readonly tasks: readonly string[];
}

export interface IndexTask {
  readonly id: string;
  readonly zh: string;
}

interface IndexContent {
  readonly unit: { readonly name: string; readonly code: string };
  readonly year: number;
  readonly tasks: readonly IndexTask[];
  readonly items: readonly IndexItem[];
  readonly frozen: readonly FrozenSet[];
  readonly leftOut: number;
}

const STYLE = `body{font:15px/1.7 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:#1d2733;max-width:60em;margin:2em auto;padding:0 1em}
h1{font-size:1.5em}h2{font-size:1.1em;margin:1.6em 0 .4em;border-bottom:1px solid #c3ccd5}table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.25em .6em .25em 0;border-bottom:1px solid #e3e8ed}td:first-child{white-space:nowrap}
.quiet{color:#5d6a78}code{overflow-wrap:anywhere}@media print{body{margin:0;max-width:none}a{color:inherit;text-decoration:none}h2{break-after:avoid}tr{break-inside:avoid}}`;

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const address = (path: string): string => escape(path.split('/').map(encodeURIComponent).join('/'));
const dayWords = (day: string): string => day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日');

/** The page by which people find their way in a package, on any machine and on paper: no script, nothing from outside. */
export function indexPage({ unit, year, tasks, items, frozen, leftOut }: IndexContent): string {
  const title = `${unit.name} ${year}年度档案`;
  const shelf = (list: readonly IndexItem[]) =>
    `<table>${list.map(({ day, name, kind, path }) => `<tr><td>${dayWords(day)}</td><td><a href="${address(path)}">${escape(name)}</a></td><td class="quiet">${escape(kind)}</td></tr>`).join('')}</table>`;
  const byTask = tasks.map(({ id, zh }) => {
    const list = items.filter((item) => item.tasks.includes(id));
    return `<h2>${escape(zh)} <span class="quiet">${escape(id)}</span></h2>${list.length === 0 ? '<p class="quiet">没有材料</p>' : shelf(list)}`;
  });
  const apart = items.filter((item) => !item.tasks.some((task) => tasks.some(({ id }) => id === task)));
  const sets = frozen.map(({ submission, submittedAt, digest, count, id }) => `<tr><td>第 ${submission} 次申报</td><td>${escape(submittedAt)}，${count} 项，摘要 <code>${digest}</code></td><td><a href="frozen/${id}.json">清单</a></td></tr>`);
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head><body>
<h1>${escape(title)}</h1>
<p>单位代码 ${escape(unit.code)}；共 ${items.length} 项。${leftOut > 0 ? `另有 ${leftOut} 条限制查看的台账未导出。` : ''}</p>
${byTask.join('\n')}
${apart.length > 0 ? `<h2>未关联任务</h2>${shelf(apart)}` : ''}
${sets.length > 0 ? `<h2>申报时固定的材料</h2><table>${sets.join('')}</table>` : ''}
<h2>怎样核对</h2>
<p>本包是 BagIt 1.0 格式。用任何 BagIt 校验程序核对整个文件夹，即可知道每个文件是否与导出时相同；proofs/log 里是透明日志的证明，说明每份材料何时登记。</p>
</body></html>
`;
}
