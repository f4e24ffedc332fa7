import { useEffect, useRef, useState } from 'react';
import './pdf-preview.css';

interface PdfPreviewProps {
  readonly src: string;
  readonly label: string;
  /** What stands behind an address that lives in this page alone, which programs on it may not fetch. */
  readonly content?: Blob;
}

/** The first page of a PDF as a picture, on phones too, which show no PDF inside a page; the whole of it is one click away. */
export function PdfPreview({ src, label, content }: PdfPreviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState<{ readonly src: string; readonly state: 'shown' | 'failed' }>();
  const state = drawn?.src === src ? drawn.state : 'coming';
  useEffect(() => {
    let isGone = false;
    draw(src, content, canvas.current!)
      .then(() => !isGone && setDrawn({ src, state: 'shown' }))
      .catch(() => !isGone && setDrawn({ src, state: 'failed' }));
    return () => {
      isGone = true;
    };
  }, [src, content]);
  return (
    <figure className="pdf-preview">
      <a href={src} target="_blank" rel="noreferrer" aria-label={`打开${label}（PDF）`}>
        <canvas ref={canvas} role="img" aria-label={`${label}预览`} hidden={state !== 'shown'} />
        {state === 'coming' && <span className="quiet">正在载入预览…</span>}
        {state === 'failed' && <span>{`打开${label}（PDF）`}</span>}
      </a>
    </figure>
  );
}

/** Sharp enough on fine screens, and never larger than a page of a poster needs. */
const WIDTH = 1_400;

async function draw(src: string, content: Blob | undefined, canvas: HTMLCanvasElement): Promise<void> {
  const [pdfjs, worker] = await Promise.all([import('pdfjs-dist'), import('pdfjs-dist/build/pdf.worker.min.mjs?url')]);
  pdfjs.GlobalWorkerOptions.workerSrc = worker.default;
  const from = content ? { data: await content.arrayBuffer() } : { url: src, withCredentials: true };
  const task = pdfjs.getDocument({ ...from, useWasm: false });
  try {
    const page = await (await task.promise).getPage(1);
    const { width } = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: WIDTH / width });
    canvas.width = viewport.width;
    canvas.height = viewport.height;
    await page.render({ canvas, viewport }).promise;
  } finally {
    await task.destroy();
  }
}
