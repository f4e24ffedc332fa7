import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '@xingchuang/rules';
import { child, children, integer, integerOf, octets, octetsOf, readDer, sequence, yes, type Der } from './der.ts';
import { SHA256, type Stamper } from './cms.ts';

const LARGEST = 64 * 1024;
const SECONDS = 15;

/**
 * Time-stamps of RFC 3161 from an authority at this address. What comes back is believed only if it is over our bytes and answers
 * this very question (nonce); an authority that cannot be reached or says no stops the signature: a document that should carry a
 * time never goes out without one.
 */
export function stamperAt(address: string): Stamper {
  return async (over) => {
    const imprint = createHash('sha256').update(over).digest();
    const nonce = integer(Buffer.concat([Buffer.of(1), randomBytes(8)]));
    const query = sequence(integer(1), sequence(SHA256, octets(imprint)), nonce, yes);
    const answer = await ask(address, query).catch((error: unknown) => {
      throw refused(error instanceof Error ? error.message : String(error));
    });
    return tokenOf(answer, imprint, nonce);
  };
}

async function ask(address: string, query: Buffer): Promise<Buffer> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: new Uint8Array(query),
    redirect: 'error',
    signal: AbortSignal.timeout(SECONDS * 1000),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const body = Buffer.from(await response.arrayBuffer());
  if (body.length > LARGEST) throw new Error('the answer is too long');
  return body;
}

function tokenOf(answer: Buffer, imprint: Buffer, nonce: Buffer): Buffer {
  try {
    const response = readDer(answer);
    const status = integerOf(child(child(response, 0), 0));
    if (status > 1) throw new Error(`status ${status}`);
    const token = child(response, 1);
    const about = children(timeStampInfo(token));
    if (!about.some(({ raw }) => raw.equals(nonce))) throw new Error('the nonce is another');
    if (!octetsOf(child(about[2] as Der, 1)).equals(imprint)) throw new Error('it is over other bytes');
    return token.raw;
  } catch (error) {
    throw refused((error as Error).message);
  }
}

/** ContentInfo → SignedData → encapContentInfo → TSTInfo. */
function timeStampInfo(token: Der): Der {
  const signedData = child(child(token, 1), 0);
  return readDer(octetsOf(child(child(child(signedData, 2), 1), 0)));
}

const refused = (reason: string) => new Refusal('conflict', 'pdf.timestamp-failed', { reason });
