import { wordsOf } from '@xingchuang/contracts';
import type { Refusal } from '@xingchuang/rules';
import { newPassword } from './password-hasher.ts';
import { checkPassword } from './password-rule.ts';

const fault = (password: string, login = 'oc.reviewer'): Refusal | undefined => {
  try {
    checkPassword(password, login, 'newPassword');
    return undefined;
  } catch (error) {
    return error as Refusal;
  }
};

test.each([
  ['k3-mq 月x', 'too-short'],
  ['k3-mq 月x龙', 'too-short'],
  ['k3-mq 月x龙z', undefined],
  ['春江潮水连海平海上明', undefined],
  ['correct horse battery staple', undefined],
  ['aaaaabbbbbcc', 'too-uniform'],
  ['xOC.Reviewer-77', 'holds-login'],
  ['Password2026', 'too-common'],
  ['xingchuang2026', 'too-common'],
  ['Admin-admin-2026!', 'too-common'],
  ['党建党建20262026', 'too-common'],
  ['qwertyuiop', 'too-common'],
  ['1qaz2wsx3edc', 'too-common'],
  ['9876543210', 'too-common'],
  ['abcdefg12345', 'too-common'],
  ['k7'.padEnd(128, 'mq2fxw9'), undefined],
  ['k7'.padEnd(129, 'mq2fxw9'), 'too-long'],
])('%s: %s', (password, reason) => {
  const refusal = fault(password);
  expect(refusal?.code).toBe(reason && `password.${reason}`);
  expect(refusal?.field).toBe(reason && 'newPassword');
  if (refusal) expect(wordsOf(refusal.code, refusal.facts).zh).toMatch(/密码/);
});

test('the system itself makes passwords that pass, each time another', () => {
  const made = Array.from({ length: 200 }, newPassword);
  expect(new Set(made).size).toBe(200);
  for (const password of made) {
    expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    expect(fault(password)).toBeUndefined();
  }
});
