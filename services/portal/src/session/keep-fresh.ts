import { refreshToken } from '../api/http.ts';

/** Half of the life of an access token, so that pictures and downloads, which cannot ask for a new one, find a valid cookie. */
const EVERY_MS = 150_000;

/** Renews the access cookie while somebody works here; a page left alone lets its session run out. */
export function keepFresh(): () => void {
  let worked = false;
  const works = () => (worked = true);
  const timer = setInterval(() => {
    if (worked && document.visibilityState === 'visible') void refreshToken().catch(() => undefined);
    worked = false;
  }, EVERY_MS);
  const signs = ['pointerdown', 'keydown', 'scroll'] as const;
  for (const sign of signs) addEventListener(sign, works, { passive: true });
  return () => {
    clearInterval(timer);
    for (const sign of signs) removeEventListener(sign, works);
  };
}
