import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readSignedAddress } from '@xingchuang/transparency';
import { options, WrongUsage } from './cli-usage.ts';

/**
 * `xingchuang verify-qr TEXT --key FILE`: what a code on a certificate or plaque says, if the key signed exactly this text; 1 if not.
 * Without a network: whether the award still stands today, only its address can tell.
 */
export async function verifyQr(args: readonly string[]): Promise<number> {
  const { values, positionals } = options(args, { key: { type: 'string' }, json: { type: 'boolean' } }, 1);
  const found = readSignedAddress(positionals[0]!.trim(), pemFrom(values.key));
  if (values.json) process.stdout.write(`${JSON.stringify(found ? { valid: true, ...found } : { valid: false }, null, 2)}\n`);
  else process.stdout.write(found ? said(found) : '不符：这段文字不是这个公钥签发的，或被改动过 / differs: this key did not sign this text, or it was changed\n');
  return found ? 0 : 1;
}

function pemFrom(file: string | undefined): string {
  if (file === undefined || !existsSync(file)) throw new WrongUsage(`--key 要给出公钥文件 / --key names a file with the public key: ${file ?? ''}`);
  const pem = readFileSync(file, 'utf8');
  try {
    if (createPublicKey(pem).asymmetricKeyType === 'ed25519') return pem;
  } catch {
    // no key at all
  }
  throw new WrongUsage(`--key 不是 Ed25519 公钥（PEM） / is no Ed25519 public key in PEM: ${file}`);
}

function said({ address, number, unitName, levelName, issuedOn, validUntil }: NonNullable<ReturnType<typeof readSignedAddress>>): string {
  const lines = [['编号 / number', number], ['单位 / unit', unitName], ['等级 / level', levelName], ['颁发日期 / issued', issuedOn], ['有效期至 / until', validUntil || '—'], ['现状查询 / how it stands', address]];
  return `相符：签名有效 / as it was signed\n${lines.map(([name, value]) => `  ${name}  ${value}\n`).join('')}`;
}
