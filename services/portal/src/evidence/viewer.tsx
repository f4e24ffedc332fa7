import { useRef, useState, type KeyboardEvent } from 'react';

const ZOOMS = [50, 75, 100, 150, 200, 300, 400] as const;
const FITTING = ZOOMS.indexOf(100);
/** Between two sheets, as in the style. */
const GAP = 16;

const pageOf = (fileId: string, n: number): string => `/api/evidence/files/${fileId}/pages/${n}`;

/** Pictures of pages under one another, each fetched when one comes near it; closer and further by buttons and by + − 0. */
export function Sheets({ fileId, name, pages }: { readonly fileId: string; readonly name: string; readonly pages: number }) {
  const [step, setStep] = useState<number>(FITTING);
  const [page, setPage] = useState(1);
  const paper = useRef<HTMLDivElement>(null);
  const zoom = (to: number) => {
    const { scrollTop = 0, scrollHeight = 1 } = paper.current ?? {};
    setStep(Math.max(0, Math.min(ZOOMS.length - 1, to)));
    requestAnimationFrame(() => paper.current?.scrollTo({ top: (scrollTop / scrollHeight) * paper.current.scrollHeight })); // the same place is still in view
  };
  const turn = (to: number) => paper.current?.scrollTo({ top: (paper.current.children[to - 1] as HTMLElement).offsetTop - GAP }); // the page around it stays where it is
  const keys: Readonly<Record<string, () => void>> = { '+': () => zoom(step + 1), '=': () => zoom(step + 1), '-': () => zoom(step - 1), '0': () => zoom(FITTING) };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const onScroll = () => {
    const sheets = [...(paper.current?.children ?? [])] as HTMLElement[];
    const middle = (paper.current?.scrollTop ?? 0) + (paper.current?.clientHeight ?? 0) / 2;
    setPage(Math.max(1, sheets.findLastIndex((sheet) => sheet.offsetTop <= middle) + 1));
  };
  return (
    <>
      <div className="viewer-tools">
        {pages > 1 && (
          <span className="row" style={{ gap: 8 }}>
            <button type="button" onClick={() => turn(page - 1)} disabled={page <= 1} aria-label="上一页">
              ‹
            </button>
            <span aria-live="polite">
              第 {page} / {pages} 页
            </span>
            <button type="button" onClick={() => turn(page + 1)} disabled={page >= pages} aria-label="下一页">
              ›
            </button>
          </span>
        )}
        <span className="row" style={{ gap: 8, marginLeft: 'auto' }}>
          <button type="button" onClick={() => zoom(step - 1)} disabled={step === 0} aria-label="缩小">
            −
          </button>
          <button type="button" onClick={() => zoom(FITTING)} aria-label="恢复合适大小">
            {ZOOMS[step]}%
          </button>
          <button type="button" onClick={() => zoom(step + 1)} disabled={step === ZOOMS.length - 1} aria-label="放大">
            +
          </button>
        </span>
      </div>
      <div ref={paper} className={`viewer-paper${pages === 1 ? ' single' : ''}`} tabIndex={0} role="region" aria-label="画面，按加减键缩放" onKeyDown={onKeyDown} onScroll={onScroll}>
        {Array.from({ length: pages }, (_, i) => (
          <Sheet key={i} src={pageOf(fileId, i + 1)} alt={pages > 1 ? `${name} 第 ${i + 1} 页` : name} width={pages === 1 && step === FITTING ? undefined : ZOOMS[step]} />
        ))}
      </div>
    </>
  );
}

/** A picture of a page; without a width it is as large as fits. */
function Sheet({ src, alt, width }: { readonly src: string; readonly alt: string; readonly width: number | undefined }) {
  const [state, setState] = useState<'coming' | 'there' | 'failed'>('coming');
  if (state === 'failed') return <p className="viewer-sheet failed">这一页没能显示，请下载原文件查看。</p>;
  return (
    <img
      className={`viewer-sheet ${state}${width === undefined ? ' whole' : ''}`}
      src={src}
      alt={alt}
      loading="lazy"
      style={width === undefined ? {} : { width: `${width}%` }}
      onLoad={() => setState('there')}
      onError={() => setState('failed')}
    />
  );
}
