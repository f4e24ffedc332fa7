import { Problem, wordsOf } from '@xingchuang/contracts';

/** A "no" of the server, or of the way there, that a person can read and act on. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

const LOCAL: Readonly<Record<string, string>> = {
  'network.down': '连不上服务器，请检查网络后再试；您填写的内容已保留在本机',
  'answer.unreadable': '服务器的回答无法识别，请刷新页面后再试',
};

/** A problem found on this side. */
export function localProblem(code: string, status = 0): ProblemError {
  const title = LOCAL[code] ?? wordsOf(code).zh;
  return new ProblemError({ type: 'about:blank', status, code, title, titleEn: wordsOf(code).en, errors: [], facts: {} });
}

/** The problem in an answer, whatever stands in the way wrote it. */
export async function problemIn(answer: Response): Promise<ProblemError> {
  const read = Problem.safeParse(await answer.json().catch(() => undefined));
  return read.success
    ? new ProblemError(read.data)
    : localProblem(answer.status >= 500 ? 'network.down' : 'answer.unreadable', answer.status);
}

export const asProblem = (error: unknown): Problem | undefined =>
  error instanceof ProblemError ? error.problem : error ? localProblem('answer.unreadable').problem : undefined;
