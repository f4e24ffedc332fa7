import { sumOf, type Figure, type Series } from './figure.ts';
import type { Palette } from './palette.ts';

export interface Scale {
  readonly fontSize: number;
  readonly width: number;
}

const HATCHES: Readonly<Record<string, object>> = {
  due: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4 },
  bad: { symbol: 'rect', dashArrayX: [[4, 4], [0, 4, 4, 0]], dashArrayY: [4, 0], symbolSize: 0.9 },
};
const DASHES = { good: 'solid', plain: 'dashed', bad: 'dotted', due: 'solid', level: 'solid' } as const;
const MARKS = { good: 'circle', plain: 'rect', bad: 'triangle', due: 'diamond', level: 'circle' } as const;

/** So high a bar with its gap is, so that names of many units stay readable. */
const ROW = 34;
const LEAST = 220;

export function heightOf({ shape, categories, series }: Figure): number {
  const legend = series.length > 1 ? 40 : 12;
  return shape === 'rows' ? Math.max(90, categories.length * ROW + legend + 24) : LEAST + legend;
}

/** What the drawing library is told. Numbers stand beside the bars; patterns, dashes and marks tell series apart without colour. */
export function chartOption(figure: Figure, palette: Palette, { fontSize, width }: Scale): Record<string, unknown> {
  const { shape, categories, series } = figure;
  const isRows = shape === 'rows';
  const text = { color: palette.text, fontSize };
  const names = categories.map(({ name }) => name);
  const most = Math.max(1, ...categories.map((_, at) => series.reduce((sum, { cells }) => (shape === 'lines' ? Math.max(sum, cells[at]!.count) : sum + cells[at]!.count), 0)));
  const category = {
    type: 'category', data: names, inverse: isRows, axisTick: { show: false }, axisLine: { lineStyle: { color: palette.line } },
    axisLabel: { ...text, ...(isRows ? { width: Math.min(180, width * 0.34), overflow: 'truncate' } : { hideOverlap: true }) },
  };
  const value = { type: 'value', minInterval: 1, max: shape === 'lines' ? undefined : most, axisLabel: { show: !isRows, color: palette.quiet, fontSize }, splitLine: { show: !isRows, lineStyle: { color: palette.line } } };
  const outer = { left: 8, right: isRows ? fontSize * 3 : 16, top: series.length > 1 ? fontSize * 3 : 12, bottom: 8, outerBoundsMode: 'same' };
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: 'PingFang SC, Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, sans-serif' },
    aria: { enabled: true, label: { enabled: false } },
    legend: { show: series.length > 1, top: 0, left: 8, itemWidth: fontSize * 1.4, itemHeight: fontSize * 0.9, textStyle: text, type: 'scroll', pageIconColor: palette.text, pageTextStyle: text },
    tooltip: { trigger: 'axis', axisPointer: { type: shape === 'lines' ? 'line' : 'shadow' }, confine: true, renderMode: 'richText', backgroundColor: palette.paper, borderColor: palette.line, textStyle: text },
    grid: outer,
    xAxis: isRows ? value : category,
    yAxis: isRows ? category : value,
    series: series.map((one, at) => (shape === 'lines' ? line(one, palette, text) : bar(one, at, figure, palette, text))),
  };
}

function line({ name, tone, cells }: Series, palette: Palette, text: object) {
  const colour = palette.of(tone);
  return {
    name, type: 'line', data: cells.map(({ count }) => count), symbol: MARKS[tone.of], symbolSize: 8, color: colour, lineStyle: { width: 2, type: DASHES[tone.of] }, triggerLineEvent: true,
    endLabel: { show: cells.length > 0, ...text, formatter: '{c}', distance: 4 },
  };
}

/** Stacked; the last of a stack carries the sum, a lone one its own number. */
function bar({ name, tone, cells }: Series, at: number, { series, categories, shape }: Figure, palette: Palette, text: object) {
  const colour = palette.of(tone);
  const isLast = at === series.length - 1;
  const sums = categories.map((_, i) => sumOf(series.map((one) => one.cells[i]!)));
  return {
    name, type: 'bar', stack: 'all', data: cells.map(({ count }) => count), cursor: 'pointer', barMaxWidth: 28, color: colour,
    itemStyle: { borderColor: palette.paper, borderWidth: series.length > 1 ? 1 : 0, ...(HATCHES[tone.of] ? { decal: { ...HATCHES[tone.of], color: palette.paper } } : {}) },
    label: { show: isLast, position: shape === 'rows' ? 'right' : 'top', ...text, formatter: ({ dataIndex }: { dataIndex: number }) => String(sums[dataIndex]) },
  };
}
