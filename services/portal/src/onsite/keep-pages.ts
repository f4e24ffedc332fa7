const CACHE = 'xingchuang-pages';
/** Every address of the application is the same page. */
const PAGE = '/app/';
let asked = false;

/** Keeps this application on the device, so that a page of on-site work, or one that takes files and records, opens without a network; what was loaded so far too. */
export function keepPages(): void {
  if (asked || !('serviceWorker' in navigator)) return;
  asked = true;
  void navigator.serviceWorker
    .register('/sw.js', { scope: PAGE })
    .then(async () => {
      const cache = await caches.open(CACHE);
      const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
      const assets = loaded
        .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
        .map(({ pathname }) => pathname);
      for (const path of new Set([PAGE, ...assets])) if (path === PAGE || !(await cache.match(path))) await cache.add(path);
    })
    .catch(() => undefined); // a browser that forbids it still keeps the notes
}
