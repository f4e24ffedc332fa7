import { useContext, useEffect, useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useIsDark } from '../shared/appearance.ts';
import { chartOption, heightOf } from './chart-option.ts';
import type { Figure } from './figure.ts';
import { paletteAt } from './palette.ts';
import { OnPaper } from './on-paper.ts';

/** The drawing library, fetched when a chart is first shown. */
export const useDrawing = () => useQuery({ queryKey: ['echarts'], queryFn: () => import('./echarts.ts'), staleTime: Infinity, gcTime: Infinity }).data;

interface ChartProps {
  readonly figure: Figure;
  readonly fontSize?: number;
  /** Fills its place instead of taking the height that its content needs. */
  readonly fills?: boolean;
}

/** A chart; a click on a number leads to what is behind it. Its table says the same to those who do not see it. */
export function Chart({ figure, fontSize = 13, fills = false }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const isDark = useIsDark();
  const onPaper = useContext(OnPaper);
  const drawing = useDrawing();
  useEffect(() => {
    const at = place.current;
    if (!at || !drawing) return undefined;
    const chart = drawing.init(at, undefined, { renderer: 'canvas' });
    const draw = () => chart.setOption(chartOption(figure, paletteAt(at, figure.series.map(({ tone }) => tone)), { fontSize, width: at.clientWidth }), true);
    draw();
    chart.on('click', ({ seriesIndex, dataIndex }) => {
      const to = figure.series[seriesIndex ?? 0]?.cells[dataIndex ?? -1]?.to;
      if (to && !fills) void navigate(to);
    });
    const seen = new ResizeObserver(() => {
      chart.resize();
      draw();
    });
    seen.observe(at);
    return () => {
      seen.disconnect();
      chart.dispose();
    };
  }, [drawing, figure, fontSize, fills, isDark, onPaper, navigate]);
  return <div ref={place} className="drawing" role="img" aria-label={figure.title} style={fills ? {} : { height: heightOf(figure) }} />;
}
