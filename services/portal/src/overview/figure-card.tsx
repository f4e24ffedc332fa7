import { useContext, useState } from 'react';
import { Nothing } from '../shared/page.tsx';
import { useSay } from '../shared/say.ts';
import { Chart } from './chart.tsx';
import { isEmpty, type Figure } from './figure.ts';
import { FigureTable } from './figure-table.tsx';
import { give } from './give.ts';
import { OnPaper } from './on-paper.ts';

/** A figure as a chart or as a table, and as a picture to take along. */
export function FigureCard({ of: figure, from }: { readonly of: Figure; readonly from: string }) {
  const [asTable, setAsTable] = useState(false);
  const onPaper = useContext(OnPaper);
  const say = useSay();
  const takePicture = async () => {
    const { pictureOf } = await import('./picture.ts');
    give(await pictureOf(figure, from), `${figure.title}.png`);
    say('图片已保存');
  };
  return (
    <section className="card figure" aria-label={figure.title}>
      <div className="row between">
        <h2>{figure.title}</h2>
        {!isEmpty(figure) && (
          <span className="row no-print">
            <button type="button" className="plain" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
              {asTable ? '看图' : '看表'}
            </button>
            <button type="button" className="plain" onClick={() => void takePicture()}>
              存为图片
            </button>
          </span>
        )}
      </div>
      {isEmpty(figure) ? (
        <Nothing title="没有数据">换一个单位或日期再看。</Nothing>
      ) : (
        <>
          {(!asTable || onPaper) && <Chart figure={figure} />}
          <FigureTable of={figure} aloud={!asTable && !onPaper} />
        </>
      )}
    </section>
  );
}
