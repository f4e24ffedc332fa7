import { createContext } from 'react';

/** Whether what is shown is about to be printed: then it is drawn in the colours of paper. */
export const OnPaper = createContext(false);
