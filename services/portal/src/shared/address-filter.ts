import { useSearchParams } from 'react-router';

/** One filter that lives in the address bar. */
export function useAddressFilter(name: string, initial = ''): readonly [string, (value: string) => void] {
  const [params, setParams] = useSearchParams();
  const set = (value: string) =>
    setParams(
      (was) => {
        const next = new URLSearchParams(was);
        if (value === initial || value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return [params.get(name) ?? initial, set];
}
