import { FileReceipt, Problem } from '@xingchuang/contracts';
import { refreshToken } from './http.ts';
import { localProblem, ProblemError } from './problem-error.ts';

/** Sends one file as it is and tells how far it came (0 to 1). Sent again after a failure, it is the same file. */
export async function upload(
  file: File,
  unitId: string,
  progress: (part: number) => void,
  signal?: AbortSignal,
): Promise<FileReceipt> {
  const first = await attempt(file, unitId, progress, signal);
  if (first.status !== 401) return receipt(first);
  await refreshToken();
  return receipt(await attempt(file, unitId, progress, signal));
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

function attempt(file: File, unitId: string, progress: (part: number) => void, signal?: AbortSignal): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const way = new XMLHttpRequest(); // fetch does not tell how much of a body is sent
    way.open('POST', '/api/evidence/files');
    way.setRequestHeader('content-type', 'application/octet-stream');
    way.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    way.setRequestHeader('x-unit', unitId);
    way.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    way.onload = () => resolve({ status: way.status, text: way.responseText });
    way.onerror = () => reject(localProblem('network.down'));
    signal?.addEventListener('abort', () => way.abort());
    way.send(file);
  });
}

function receipt({ status, text }: Answered): FileReceipt {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw localProblem('answer.unreadable', status);
  }
  const taken = FileReceipt.safeParse(read);
  if (status < 300 && taken.success) return taken.data;
  const refused = Problem.safeParse(read);
  throw refused.success ? new ProblemError(refused.data) : localProblem('answer.unreadable', status);
}
