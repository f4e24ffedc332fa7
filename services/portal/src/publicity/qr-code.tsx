import { useEffect, useState } from 'react';

/** The code as it is printed, to be scanned from the screen. */
export function QrCode({ text, side = 200 }: { readonly text: string; readonly side?: number }) {
  const [drawn, setDrawn] = useState<{ readonly size: number; readonly path: string }>();
  useEffect(() => {
    let isGone = false;
    void import('qrcode').then(({ create }) => {
      const { modules } = create(text, { errorCorrectionLevel: 'M' });
      const cells = Array.from({ length: modules.size * modules.size }, (_, at) => [at % modules.size, Math.floor(at / modules.size)] as const);
      const path = cells.filter(([x, y]) => modules.get(y, x)).map(([x, y]) => `M${x} ${y}h1v1h-1z`).join('');
      if (!isGone) setDrawn({ size: modules.size, path });
    });
    return () => {
      isGone = true;
    };
  }, [text]);
  if (!drawn) return <div style={{ width: side, height: side }} />;
  return (
    <svg role="img" aria-label="查验二维码" width={side} height={side} viewBox={`-4 -4 ${drawn.size + 8} ${drawn.size + 8}`} shapeRendering="crispEdges" style={{ background: '#fff', maxWidth: '100%' }}>
      <path d={drawn.path} fill="#000" />
    </svg>
  );
}
