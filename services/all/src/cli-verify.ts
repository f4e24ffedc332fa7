import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isPackage, parseCheckpoint, parseKey, placeInLog, tilePath, tilesOf, verifyLog, verifyPackage, canonicalJson, type NoteKey, type Report } from '@xingchuang/transparency';
import { isCampaignPackage, verifyCampaign } from '@xingchuang/transparency/campaign';
import { options, WrongUsage } from './cli-usage.ts';
import { folderReader, unzip } from './folder-reader.ts';

/** `xingchuang verify PATH`: an exported archive or campaign, as a folder or ZIP file, or a copy of the log. Every difference by its name; 1 where there is one. */
export async function verifyPath(args: readonly string[]): Promise<number> {
  const { values, positionals } = options(args, { key: { type: 'string', multiple: true }, from: { type: 'string' }, log: { type: 'string' }, json: { type: 'boolean' } }, 1);
  const path = positionals[0]!;
  const trusted = values.key?.map(keyFrom);
  if (values.from !== undefined) await copyLog(values.from, path);
  if (!existsSync(path)) throw new WrongUsage(`没有这个文件或文件夹 / no such file or folder: ${path}`);
  const found = statSync(path).isDirectory() ? verifyFolder(path, trusted) : await verifyZip(path, trusted);
  const report = values.log === undefined ? found : inLog(found, values.log, trusted);
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : asText(report));
  return report.differences.length > 0 ? 1 : 0;
}

/** The package must be spoken of in a copy of the log, and the copy be true. */
function inLog(found: Report, folder: string, trusted: readonly NoteKey[] | undefined): Report {
  if (found.digest === undefined) throw new WrongUsage('--log 只用于评定包 / --log is for packages of a campaign');
  if (!existsSync(join(folder, 'checkpoint'))) throw new WrongUsage(`这里没有日志副本，可用 --from 取一份 / no copy of the log, take one with --from: ${folder}`);
  const reader = folderReader(folder);
  const log = verifyLog(reader, trusted);
  const logged = placeInLog(reader, found.digest);
  const missing = logged ? [] : [{ object: found.digest, place: folder, expected: 'a leaf of the log with this digest', found: 'none' }];
  return { ...found, checked: found.checked + log.checked + 1, differences: [...found.differences, ...log.differences, ...missing], ...(logged && { logged }) };
}

/** A key, or a file with one. */
function keyFrom(given: string): NoteKey {
  const key = parseKey(existsSync(given) ? readFileSync(given, 'utf8').trim() : given);
  if (!key) throw new WrongUsage(`--key 不是公钥 / is no public key: ${given}`);
  return key;
}

function verifyFolder(path: string, trusted: readonly NoteKey[] | undefined): Report {
  const reader = folderReader(path);
  if (isCampaignPackage(reader)) return verifyCampaign(reader, trusted);
  if (isPackage(reader)) return verifyPackage(reader, trusted);
  if (reader.list().includes('checkpoint')) return verifyLog(reader, trusted);
  const [only, ...more] = readdirSync(path);
  if (only !== undefined && more.length === 0 && statSync(join(path, only)).isDirectory()) return verifyFolder(join(path, only), trusted);
  throw new WrongUsage(`这里没有档案包，也没有日志副本 / neither an exported archive nor a copy of the log: ${path}`);
}

async function verifyZip(path: string, trusted: readonly NoteKey[] | undefined): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'xingchuang-verify-'));
  try {
    await unzip(path, folder);
    return verifyFolder(folder, trusted);
  } catch (error) {
    if (error instanceof WrongUsage) throw error;
    return { checked: 1, differences: [{ object: path, place: path, expected: 'a ZIP file that can be read', found: (error as Error).message }] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes a copy of the log of a running system; checkpoints of earlier copies stay beside it as witnesses. */
async function copyLog(url: string, folder: string): Promise<void> {
  const get = async (path: string): Promise<Buffer> => {
    const answer = await fetch(`${url.replace(/\/$/, '')}/api/evidence/log/${path}`);
    if (!answer.ok) throw new WrongUsage(`${answer.url}: ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  };
  const put = (path: string, bytes: Buffer | string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  const checkpoint = await get('checkpoint');
  const head = parseCheckpoint(checkpoint.toString());
  if (!head) throw new WrongUsage(`${url} 没有给出检查点 / gave no checkpoint`);
  const { items } = JSON.parse((await get('key')).toString()) as { items: { verifier: string; state: string }[] };
  for (const tile of tilesOf(head.size)) {
    const path = tilePath(tile);
    if (tile.width < 256 || !existsSync(join(folder, path))) put(path, await get(path)); // a full tile never changes
  }
  put('keys.json', `${canonicalJson(items.map(({ verifier, state }) => ({ name: verifier.split('+')[0], verifier, state })))}\n`);
  put(`checkpoints/${String(head.size).padStart(16, '0')}.txt`, checkpoint);
  put('checkpoint', checkpoint);
}

function asText({ checked, differences, digest, logged }: Report): string {
  const lines = differences.map(({ object, item, clause, source, place, expected, found }) => `不符 / differs: ${object}\n${item === undefined ? '' : `  项目 / item     ${item}\n`}${clause === undefined ? '' : `  条款 / clause   ${clause}${source ? ` ${source}` : ''}\n`}  位置 / at       ${place}\n  应为 / expected ${expected ?? '—'}\n  实为 / found    ${found ?? '—'}\n`);
  const end = differences.length === 0 ? `核对 ${checked} 项，全部相符 / ${checked} checked, all as they were written\n` : `核对 ${checked} 项，${differences.length} 处不符 / ${checked} checked, ${differences.length} differ\n`;
  const place = logged && `日志 / log: 第 ${logged.index} 条 / leaf ${logged.index}，${logged.act}，${logged.at}\n`;
  return `${lines.join('')}${end}${digest === undefined ? '' : `包摘要 / digest of the package ${digest}\n`}${place ?? ''}`;
}
