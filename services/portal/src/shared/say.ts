import { createContext, useContext } from 'react';

export type Say = (words: string) => void;
export const SayContext = createContext<Say>(() => undefined);

/** Says in passing that something was done; screen readers hear it too. */
export const useSay = (): Say => useContext(SayContext);
