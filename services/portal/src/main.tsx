import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { prepareLanguage } from './language/language.ts';
import './shared/global.css';

await prepareLanguage();
const { Portal } = await import('./portal.tsx'); // after the words are there

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Portal />
  </StrictMode>,
);
