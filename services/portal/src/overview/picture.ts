import { chartOption, heightOf } from './chart-option.ts';
import { dressed } from './dressed.ts';
import type { Figure } from './figure.ts';
import { paletteAt } from './palette.ts';

const WIDTH = 960;
const HEAD = 64;

/** A chart with its sentence and where it comes from, as a picture for other papers: always light, twice as fine as a screen. */
export async function pictureOf(figure: Figure, from: string): Promise<Blob> {
  const { init } = await import('./echarts.ts');
  const place = document.body.appendChild(document.createElement('div'));
  place.className = 'overview';
  place.style.cssText = `position:fixed;left:-9999px;width:${WIDTH}px;height:${heightOf(figure) + HEAD}px`;
  try {
    const undress = dressed('light');
    const palette = paletteAt(place, figure.series.map(({ tone }) => tone));
    undress();
    const chart = init(place, undefined, { renderer: 'canvas', devicePixelRatio: 2 });
    const option = chartOption(figure, palette, { fontSize: 14, width: WIDTH }) as Record<string, unknown> & { grid: { top: number }; legend: object };
    chart.setOption({
      ...option,
      title: { text: figure.title, subtext: from, left: 8, top: 4, textStyle: { color: palette.text, fontSize: 18 }, subtextStyle: { color: palette.quiet, fontSize: 12 } },
      legend: { ...option.legend, top: HEAD },
      grid: { ...option.grid, top: option.grid.top + HEAD },
      backgroundColor: palette.paper,
    });
    const canvas = chart.renderToCanvas({ backgroundColor: palette.paper });
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    chart.dispose();
    return blob!;
  } finally {
    place.remove();
  }
}
