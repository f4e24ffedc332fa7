import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// A certification authority with Chinese names, its keys and its time-stamps, all by OpenSSL: a signer must not be its own judge.

export const PASSWORD = '密码 pass-1';
const SUBJECT = '/C=CN/O=卧龙市电子政务中心/CN=中共卧龙市委市直机关工作委员会';
const KEYS = {
  ec: ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  rsa: ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
} as const;
/** How a key may be wrapped: what OpenSSL does today, what offices still hand out, and forms between. */
export const WRAPPINGS = {
  today: [],
  'with 3DES and RC2-40': ['-legacy'],
  'with 3DES alone': ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
  'with RC2-128': ['-legacy', '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-RC2-128'],
  'with bare certificates': ['-certpbe', 'NONE'],
  'with AES-128 and SHA-512': ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha512', '-iter', '4096'],
  'without a check sum': ['-nomac'],
} as const;
export type KeyKind = keyof typeof KEYS;

export class Authority {
  readonly folder = mkdtempSync(join(tmpdir(), 'authority-'));
  #servers: Server[] = [];

  constructor() {
    writeFileSync(this.#at('ext'), '[leaf]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n[tsa]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n');
    openssl(...KEYS.rsa, '-out', this.#at('ca.key'));
    openssl('req', '-x509', '-utf8', '-new', '-key', this.#at('ca.key'), '-days', '3650', '-subj', '/C=CN/O=中原数字认证/CN=中原测试根证书', '-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-out', this.caFile);
  }

  get caFile(): string {
    return this.#at('ca.pem');
  }

  /** The bytes of a .p12 with key, certificate and authority. */
  issue(kind: KeyKind, wrapping: keyof typeof WRAPPINGS = 'today', subject = SUBJECT): Buffer {
    const name = this.#certificate(kind, 'leaf', subject);
    const out = this.#at(`${name}.p12`);
    openssl('pkcs12', '-export', '-inkey', this.#at(`${name}.key`), '-in', this.#at(`${name}.pem`), '-certfile', this.caFile, '-passout', `pass:${PASSWORD}`, ...WRAPPINGS[wrapping], '-out', out);
    return readFileSync(out);
  }

  /** Starts a time-stamp authority; `answer` may spoil what it says. */
  async timeStamps(answer: (right: Buffer) => Buffer = (right) => right): Promise<string> {
    const name = this.#certificate('rsa', 'tsa', '/C=CN/O=中原数字认证/CN=时间戳服务');
    writeFileSync(this.#at('serial'), '01\n');
    writeFileSync(
      this.#at('tsa.cnf'),
      `[t]\nserial=${this.#at('serial')}\nsigner_cert=${this.#at(`${name}.pem`)}\nsigner_key=${this.#at(`${name}.key`)}\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\ness_cert_id_chain=no\ncerts=${this.caFile}\n`,
    );
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        writeFileSync(this.#at('query'), Buffer.concat(parts));
        openssl('ts', '-reply', '-config', this.#at('tsa.cnf'), '-section', 't', '-queryfile', this.#at('query'), '-out', this.#at('reply'));
        response.setHeader('content-type', 'application/timestamp-reply').end(answer(readFileSync(this.#at('reply'))));
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    this.#servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => new Promise((closed) => server.close(closed))));
    rmSync(this.folder, { recursive: true });
  }

  #at(name: string): string {
    return join(this.folder, name);
  }

  #count = 0;

  #certificate(kind: KeyKind, section: 'leaf' | 'tsa', subject: string): string {
    this.#count += 1;
    const name = `${section}-${this.#count}`;
    openssl(...KEYS[kind], '-out', this.#at(`${name}.key`));
    openssl('req', '-new', '-utf8', '-key', this.#at(`${name}.key`), '-subj', subject, '-out', this.#at(`${name}.csr`));
    openssl('x509', '-req', '-in', this.#at(`${name}.csr`), '-CA', this.caFile, '-CAkey', this.#at('ca.key'), '-CAcreateserial', '-days', '3650', '-extfile', this.#at('ext'), '-extensions', section, '-out', this.#at(`${name}.pem`));
    return name;
  }
}

export function openssl(...options: string[]): Buffer {
  const { error, status, stdout, stderr } = spawnSync('openssl', options);
  if (error) throw new Error(`openssl is needed to check signatures (Debian: apt-get install openssl): ${error.message}`);
  if (status !== 0) throw new Error(`openssl ${options.join(' ')} → ${status}: ${stderr}`);
  return stdout;
}
