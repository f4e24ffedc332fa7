import { readFileSync } from 'node:fs';

/** With what somebody signs in. */
export interface Account {
  readonly login: string;
  readonly password: string;
}

/** The account of a login, from the file that the first start of the demo world leaves. */
export function accountsIn(file: string): (login: string) => Account {
  const accounts = new Map((JSON.parse(readFileSync(file, 'utf8')) as Account[]).map((account) => [account.login, account]));
  return (login) => {
    const account = accounts.get(login);
    if (!account) throw new Error(`no account ${login}`);
    return account;
  };
}
