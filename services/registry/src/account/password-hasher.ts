import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { Refusal } from '@xingchuang/rules';

/** OWASP's and ASVS's argon2id (the package's default algorithm) for two passes: 19 MiB, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** 19 MiB each: more at once would let a crowd of attempts take the memory of the process. */
const AT_ONCE = 4;
const WAITING = 200;
// Without i, l, o, 0 and 1, which look alike on paper.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Hashes and checks passwords, a few at a time. */
@Injectable()
export class PasswordHasher {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #decoy = this.#inTurn(() => hash(newPassword(), COST));

  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, COST));
  }

  /** False for a wrong password and for an account that is not there; both take the same work. */
  async verify(kept: string | undefined, password: string): Promise<boolean> {
    const against = kept ?? (await this.#decoy);
    const isRight = await this.#inTurn(() => verify(against, password));
    return kept !== undefined && isRight;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= WAITING) throw new Refusal('limit', 'login.busy');
      await new Promise<void>((go) => this.#waiting.push(go)); // whoever ends hands the place over
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/** A password by chance that can be read out and typed: four groups of four, 79 bits. */
export function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
