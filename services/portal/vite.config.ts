import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { languages } from './src/language/plugin.ts';

/** Where a system runs during development; the portal itself is served by the same host as the services otherwise. */
const SYSTEM = 'http://127.0.0.1:8080';

/** Our libraries only declare: a module of which nothing is used may be left out of the bundle. */
const LIBRARIES = /\/libs\/(contracts|rules|schemes|calendar)\/|@marcbachmann|\/yaml\//;

export default defineConfig({
  plugins: [react(), languages()],
  server: { proxy: { '/api': SYSTEM, '/verify': SYSTEM } },
  build: {
    outDir: 'dist',
    target: 'es2023',
    modulePreload: { polyfill: false }, // the polyfill would be an inline script, which the policy forbids
    assetsInlineLimit: 0,
    rolldownOptions: { treeshake: { moduleSideEffects: (id: string) => !LIBRARIES.test(id) } },
  },
});
