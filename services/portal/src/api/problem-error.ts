import { Problem } from '@xingchuang/contracts';
import { inLanguage } from '../language/language.ts';

/** A "no" of the server, or of the way there, that a person can read and act on. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

/** Few, so that the first page does not carry the words of every refusal. */
const LOCAL = {
  'network.down': '连不上服务器，请检查网络后再试；您填写的内容已保留在本机',
  'facts.no-file': '这个文件不是事实文件：应为 JSON，含 units 列表；也可以下载表格填写后导入',
  'answer.unreadable': '服务器的回答无法识别，请刷新页面后再试',
} as const;

/** A problem found on this side. */
export function localProblem(code: keyof typeof LOCAL, status = 0): ProblemError {
  const title = LOCAL[code];
  return new ProblemError({ type: 'about:blank', status, code, title, titleEn: title, errors: [], facts: {} });
}

/** The problem in an answer, whatever stands in the way wrote it. */
export async function problemIn(answer: Response): Promise<ProblemError> {
  const read = Problem.safeParse(await answer.json().catch(() => undefined));
  return read.success
    ? new ProblemError(spoken(read.data))
    : localProblem(answer.status >= 500 ? 'network.down' : 'answer.unreadable', answer.status);
}

/** What the server says, in the language shown. */
const spoken = (problem: Problem): Problem => ({
  ...problem,
  title: inLanguage({ zh: problem.title, en: problem.titleEn }),
  errors: problem.errors.map((error) => ({ ...error, zh: inLanguage(error) })),
});

export const asProblem = (error: unknown): Problem | undefined =>
  error instanceof ProblemError ? error.problem : error ? localProblem('answer.unreadable').problem : undefined;
