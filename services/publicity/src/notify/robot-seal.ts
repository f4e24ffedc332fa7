import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { keptSecret } from '@xingchuang/server';

const MARK = 'sealed:1:';
const [NONCE, TAG] = [12, 16];

/** Seals what a robot is called with, so that the database and its copies cannot speak in its name: AES-256-GCM, bound to the robot and the field. */
export class RobotSeal {
  readonly #key: Buffer;

  /** Without a secret of the configuration one is kept in the folder of the process. */
  constructor(secret: string | undefined, folder: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret ?? keptSecret(folder, 'robot-secret'), '', 'xingchuang robots', 32));
  }

  isSealed = (text: string): boolean => text === '' || text.startsWith(MARK);

  /** Nothing stays nothing. */
  seal(text: string, about: string): string {
    if (text === '') return '';
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(about));
    return MARK + Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
  }

  /** What was kept before it was sealed is as it stands; undefined where the key is another one. */
  open(sealed: string, about: string): string | undefined {
    if (!sealed.startsWith(MARK)) return sealed;
    const bytes = Buffer.from(sealed.slice(MARK.length), 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE)).setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
