import { Refusal } from '@xingchuang/rules';

/** The bytes of an upload as they come, counted: refuses more than the limit, none at all, and a sender that went away. */
export async function* incoming(bytes: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of attended(bytes)) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    yield chunk;
  }
  if (size === 0) throw new Refusal('invalid', 'file.empty', {}, 'file');
}

export const tooLarge = (limit: number): Refusal => new Refusal('invalid', 'file.too-large', { limit, mebibytes: Math.floor(limit / 1024 / 1024) }, 'file');

async function* attended(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') throw new Refusal('invalid', 'file.interrupted'); // nobody hears it; nor is it a fault of ours
    throw error;
  }
}
