import { Worker } from 'node:worker_threads';
import { LackOf } from './parse/lack-of.ts';

/**
 * The process in which foreign bytes are parsed: takes a step, answers with what it made, or with the reason why there is nothing.
 * Each parser is loaded when it is first needed.
 */
const STEPS: Readonly<Record<string, (input: never) => Promise<unknown>>> = {
  picture: async (input) => (await import('./parse/picture-parse.ts')).picture(input),
  clean: async (input) => (await import('./parse/picture-parse.ts')).clean(input),
  pdf: async (input) => (await import('./parse/pdf-parse.ts')).openPdf(input),
  pages: async (input) => (await import('./parse/pdf-parse.ts')).pdfPages(input),
  office: async (input) => (await import('./parse/office-parse.ts')).officeText(input),
  text: async (input) => (await import('./parse/text-parse.ts')).plainText(input),
  convert: async (input) => (await import('./parse/office-convert.ts')).toPdf(input),
  compare: async (input) => (await import('./parse/compare-parse.ts')).compare(input),
  ocr: async (input) => (await import('./parse/ocr-parse.ts')).recognise(input),
};

process.on('message', ({ step, input }: { step: string; input: never }) => {
  STEPS[step]!(input).then(
    (value) => process.send!({ value }),
    (error: unknown) => process.send!({ lack: error instanceof LackOf ? error.lack : 'damaged' }),
  );
});

// A parser that runs in circles never hears that its service was killed; this thread does, and takes all that was started along.
const GUARD = `const parent = process.ppid; setInterval(() => process.ppid === parent || process.kill(-process.pid, 'SIGKILL'), 1_000);`;
new Worker(GUARD, { eval: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
