// RC2 (RFC 2268), reading only: keys exported by Windows and older Java hide their certificates, which are public anyway, with its
// 40-bit form, and OpenSSL no longer offers it. Nothing is ever encrypted with it here.

// prettier-ignore
const PI = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
  '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
  '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
  '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
  '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
  'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
  '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
  '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad', 'hex');
const TURNS = [1, 2, 3, 5] as const;
const BLOCK = 8;

/** CBC with padding removed; all bits of the key count. */
export function decryptRc2(key: Buffer, iv: Buffer, bytes: Buffer): Buffer {
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) throw new RangeError('not whole blocks');
  const words = expanded(key);
  const plain = Buffer.alloc(bytes.length);
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const before = at === 0 ? iv : bytes.subarray(at - BLOCK, at);
    for (const [index, byte] of block(words, bytes, at).entries()) plain[at + index] = byte ^ (before[index] ?? 0);
  }
  const padding = plain.at(-1) ?? 0;
  if (padding === 0 || padding > BLOCK || plain.subarray(-padding).some((byte) => byte !== padding)) throw new RangeError('bad padding');
  return plain.subarray(0, -padding);
}

function expanded(key: Buffer): Uint16Array {
  const bytes = new Uint8Array(128);
  bytes.set(key);
  const at = (index: number) => bytes[index] ?? 0;
  for (let i = key.length; i < 128; i += 1) bytes[i] = PI[(at(i - 1) + at(i - key.length)) & 0xff] ?? 0;
  bytes[128 - key.length] = PI[at(128 - key.length)] ?? 0;
  for (let i = 127 - key.length; i >= 0; i -= 1) bytes[i] = PI[at(i + 1) ^ at(i + key.length)] ?? 0;
  return Uint16Array.from({ length: 64 }, (_, i) => at(2 * i) | (at(2 * i + 1) << 8));
}

function block(words: Uint16Array, bytes: Buffer, at: number): Buffer {
  const r = Uint16Array.from({ length: 4 }, (_, i) => bytes.readUInt16LE(at + 2 * i));
  const part = (i: number) => r[(i + 4) % 4] ?? 0;
  let next = 63;
  for (let round = 15; round >= 0; round -= 1) {
    for (let i = 3; i >= 0; i -= 1) {
      const turned = (part(i) >>> (TURNS[i] ?? 0)) | (part(i) << (16 - (TURNS[i] ?? 0)));
      r[i] = turned - (words[next] ?? 0) - (part(i - 1) & part(i - 2)) - (~part(i - 1) & part(i - 3));
      next -= 1;
    }
    if (round === 11 || round === 5) for (let i = 3; i >= 0; i -= 1) r[i] = part(i) - (words[part(i - 1) & 63] ?? 0);
  }
  return Buffer.from(r.buffer);
}
