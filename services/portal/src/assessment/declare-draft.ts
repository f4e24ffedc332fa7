import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { CandidacyDetail, type DeclarationDraft, type Problem } from '@xingchuang/contracts';
import { send } from '../api/http.ts';
import { asProblem } from '../api/problem-error.ts';

export type DraftContent = Omit<DeclarationDraft, 'version'>;

/** So long after the last change a draft goes to the server by itself. */
const REST_MS = 4_000;

/**
 * Keeps a declaration on the server while it is written, so that it can be gone on with on another device. One request at a time; what
 * was read last is named with it, so that nobody overwrites what somebody else wrote meanwhile.
 */
export function useServerDraft(of: CandidacyDetail, content: () => DraftContent | undefined) {
  const queries = useQueryClient();
  const version = useRef(of.version);
  const latest = useRef(content);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<Promise<CandidacyDetail | undefined>>(Promise.resolve(undefined));
  const [state, setState] = useState<'kept' | 'waiting' | 'sending' | 'failed'>('kept');
  const [problem, setProblem] = useState<Problem>();
  const path = `/api/assessment/candidacies/${of.id}`;
  useEffect(() => {
    latest.current = content;
  });

  const put = useCallback(async (): Promise<CandidacyDetail | undefined> => {
    const body = latest.current();
    if (!body) return undefined;
    setState('sending');
    try {
      const answer = await send(CandidacyDetail, 'PUT', `${path}/declaration`, { ...body, version: version.current }, crypto.randomUUID());
      version.current = answer.version;
      queries.setQueryData([path, {}], answer);
      setProblem(undefined);
      setState('kept');
      return answer;
    } catch (error) {
      setProblem(asProblem(error));
      setState('failed');
      return undefined;
    }
  }, [path, queries]);

  /** At once, after what is under way. The answer, or undefined where it was refused. */
  const save = useCallback((): Promise<CandidacyDetail | undefined> => {
    clearTimeout(timer.current);
    running.current = running.current.then(put);
    return running.current;
  }, [put]);

  /** Something was typed: soon. */
  const changed = useCallback(() => {
    clearTimeout(timer.current);
    setState('waiting');
    timer.current = setTimeout(() => void save(), REST_MS);
  }, [save]);

  /** Goes on with what the server has, or with what is here over it. */
  const takeOver = useCallback(
    (now: number) => {
      version.current = now;
      setProblem(undefined);
    },
    [],
  );

  useEffect(() => () => clearTimeout(timer.current), []);
  return { state, problem, save, changed, takeOver };
}
