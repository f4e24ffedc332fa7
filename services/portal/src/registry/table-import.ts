import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Problem } from '@xingchuang/contracts';
import type { z } from 'zod';
import { readAgain } from '../api/command.ts';
import { request } from '../api/http.ts';
import { asProblem, localProblem, problemIn } from '../api/problem-error.ts';

/** A table that is looked at first and taken in when a person says so. */
export function useTableImport<Schema extends z.ZodType>(schema: Schema, path: string) {
  const [file, setFile] = useState<File>();
  const [seen, setSeen] = useState<z.output<Schema>>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const queries = useQueryClient();
  const post = async (address: string, table: File): Promise<Response> => {
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(table.name) };
    const answer = await request(address, { method: 'POST', headers, body: table });
    if (!answer.ok) throw await problemIn(answer);
    return answer;
  };
  const work = async (doing: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    await doing().catch((error: unknown) => setProblem(asProblem(error)));
    setBusy(false);
  };
  const give = (table: File, query: string) =>
    work(async () => {
      const read = schema.safeParse(await (await post(`${path}?${query}`, table)).json());
      if (!read.success) throw localProblem('answer.unreadable');
      setSeen(read.data);
      if (!query.includes('dryRun=true')) readAgain(queries);
    });
  return {
    file,
    seen,
    problem,
    busy,
    look: (table: File | undefined) => {
      setFile(table);
      setSeen(undefined);
      if (table) void give(table, 'dryRun=true');
    },
    take: (skipFaulty = false) => void (file && give(file, skipFaulty ? 'dryRun=false&skipFaulty=true' : 'dryRun=false')),
    /** The faulty rows with their reasons, as a workbook. */
    download: (name: string) =>
      void (file && work(async () => {
        const address = URL.createObjectURL(await (await post(`${path}/faulty-rows`, file)).blob());
        Object.assign(document.createElement('a'), { href: address, download: name }).click();
        setTimeout(() => URL.revokeObjectURL(address), 60_000);
      })),
  };
}
