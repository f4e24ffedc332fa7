import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { AwardView } from '@xingchuang/contracts';
import { scannedCode, until } from '@xingchuang/testkit';
import { isSecured, readSignedAddress } from '@xingchuang/transparency';
import { MOST } from '../notice/complaint-gate.ts';
import { startAwardWorld, type AwardWorld } from './world.fixture.ts';

/** What a stranger can check: the code on paper, the page behind it, the badge. */
let world: AwardWorld;
let certificate: AwardView;
let plaque: AwardView;
const json = async (path: string): Promise<Record<string, never>> => JSON.parse(Buffer.from(await world.anyone.bytes(path)).toString());
const pem = async (): Promise<string> => (await world.anyone.get('/api/publicity/public/award-keys')).body.items[0].pem;

beforeAll(async () => {
  world = await startAwardWorld('2026-02-28', { U2: ['organ', 'C'] });
  const [term, round] = [await world.open('term'), await world.open('plaque')];
  await world.settle(term, 'U1', 'pioneer', '2026-02-28');
  await world.settled(term, 1);
  await world.issued(term);
  await world.settle(round, 'B01', 'four_strong', '2026-02-28', { stars: ['Q1', 'Q2', 'Q3', 'Q4'] });
  const [first] = await world.awards(`campaignId=${term}`);
  certificate = first!;
  plaque = await until(async () => (await world.awards(`campaignId=${round}`)).find(({ hasCertificate }) => hasCertificate), 'the plaque');
});
afterAll(() => world?.stop());

test('the code on the certificate and on the plaque, read from the page, says what the issuer signed and leads to the page', async () => {
  for (const award of [certificate, plaque]) {
    const scanned = scannedCode(await world.publicist.bytes(`/api/publicity/awards/${award.id}/document`));
    expect(scanned).toBe((await world.award(award.id)).qrText);
    expect(readSignedAddress(scanned, await pem())).toEqual({
      address: `https://xc.example.org/verify/${award.number}`, number: award.number, unitName: award.unitName, levelName: award.levelName, issuedOn: '2026-02-28', validUntil: award.validUntil, isNameCut: false,
    });
    const page = await world.anyone.get(new URL(scanned).pathname);
    expect([page.status, page.body.includes('有效'), page.body.includes(award.unitName)]).toEqual([200, true, true]);
  }
});

const Address = z.url({ protocol: /^https$/ });
const Types = (...types: string[]) => z.array(z.string()).refine((given) => types.every((type) => given.includes(type)));
/** OpenBadgeCredential as 1EdTech Open Badges 3.0 (B.1) and W3C Verifiable Credentials 2.0 ask for it; nothing else may be in the subject. */
const OpenBadge = z.object({
  '@context': z.tuple([z.literal('https://www.w3.org/ns/credentials/v2'), z.string().startsWith('https://purl.imsglobal.org/spec/ob/v3p0/context-3.')]),
  id: Address,
  type: Types('VerifiableCredential', 'OpenBadgeCredential'),
  name: z.string().min(1),
  issuer: z.object({ id: z.string().startsWith('did:key:z6Mk'), type: Types('Profile'), name: z.string().min(1), url: Address }),
  validFrom: z.iso.datetime(),
  validUntil: z.iso.datetime().optional(),
  awardedDate: z.iso.datetime(),
  credentialSubject: z.strictObject({
    type: Types('AchievementSubject'),
    identifier: z.array(z.strictObject({ type: z.literal('IdentityObject'), hashed: z.literal(false), identityHash: z.string().min(1), identityType: z.string().regex(/^ext:[A-Za-z0-9._-]+$/) })).min(1),
    achievement: z.strictObject({ id: z.string().regex(/^[a-z]+:/), type: Types('Achievement'), achievementType: z.literal('Award'), name: z.string().min(1), description: z.string().min(1), criteria: z.strictObject({ narrative: z.string().min(1) }) }),
  }),
  evidence: z.array(z.strictObject({ id: Address, type: Types('Evidence'), name: z.string() })),
  credentialStatus: z.array(z.object({ id: z.string(), type: z.literal('BitstringStatusListEntry'), statusPurpose: z.enum(['suspension', 'revocation']), statusListIndex: z.string().regex(/^\d+$/), statusListCredential: Address })).length(2),
  proof: z.object({ type: z.literal('DataIntegrityProof'), cryptosuite: z.literal('eddsa-jcs-2022'), created: z.iso.datetime(), verificationMethod: z.string(), proofPurpose: z.literal('assertionMethod'), proofValue: z.string().startsWith('z') }),
});

/** Whether the lists that a badge names have it on them. */
async function listed({ credentialStatus }: z.output<typeof OpenBadge>): Promise<string[]> {
  const on: string[] = [];
  for (const { statusPurpose, statusListIndex, statusListCredential } of credentialStatus) {
    const list = (await json(new URL(statusListCredential).pathname)) as unknown as { credentialSubject: { encodedList: string; statusPurpose: string } };
    expect([isSecured({ ...list }), list.credentialSubject.statusPurpose]).toEqual([true, statusPurpose]);
    const bits = gunzipSync(Buffer.from(list.credentialSubject.encodedList.slice(1), 'base64url'));
    expect(bits.length * 8).toBeGreaterThanOrEqual(131_072);
    const index = Number(statusListIndex);
    if ((bits[index >> 3]! >> (7 - (index & 7))) & 1) on.push(statusPurpose);
  }
  return on;
}

test('the badge has the shape of the specification and a proof that holds; its lists follow the award from state to state', async () => {
  const badge = OpenBadge.parse(await json(`/api/publicity/public/awards/${certificate.number}/badge`));
  expect([badge.validFrom, badge.validUntil]).toEqual(['2026-02-27T16:00:00.000Z', '2026-12-31T16:00:00.000Z']); // days of Shanghai
  const raw = await json(`/api/publicity/public/awards/${certificate.number}/badge`);
  expect([isSecured(raw), isSecured({ ...raw, name: '别的' })]).toEqual([true, false]);
  const other = OpenBadge.parse(await json(`/api/publicity/public/awards/${plaque.number}/badge`));
  expect(await listed(badge)).toEqual([]);
  const path = `/api/publicity/awards/${certificate.id}`;
  await world.publicist.post(`${path}/suspension`, { reason: '核查' });
  expect([await listed(badge), await listed(other)]).toEqual([['suspension'], []]);
  const suspended = await world.anyone.get(`/verify/${certificate.number}`);
  expect([suspended.body.includes('暂停'), suspended.body.includes('核查'), suspended.body.includes('>有效<')]).toEqual([true, true, false]);
  await world.publicist.post(`${path}/reinstatement`, { reason: '无误' });
  expect(await listed(badge)).toEqual([]);
  await world.publicist.post(`${path}/revocation`, { reason: '造假' });
  expect([await listed(badge), await listed(other)]).toEqual([['revocation'], []]);
  expect((await world.anyone.get('/api/publicity/public/badge-lists/other')).status).toBe(404);
});

test('the page has no script, nothing from elsewhere, and says so for a number that is nowhere', async () => {
  const { body, headers } = await world.anyone.get(`/verify/${plaque.number}`);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(body).not.toMatch(/<script|https?:\/\/(?!www\.w3)|src=/);
  expect(body).toContain('width=device-width');
  const nowhere = await world.anyone.get('/verify/XC-1999-0001');
  expect([nowhere.status, nowhere.body.includes('不在登记中')]).toEqual([404, true]);
});

test('a number may be typed, as loosely as people type; what is none and what is nowhere is said beside the field, in Chinese and English', async () => {
  const typed = (number: string, lang = '') => world.anyone.get(`/verify?number=${encodeURIComponent(number)}&from=elsewhere${lang && `&lang=${lang}`}`);
  const empty = await world.anyone.get('/verify');
  expect([empty.status, empty.body.includes('name="number"'), empty.body.includes('role="alert"')]).toEqual([200, true, false]);
  for (const loose of [plaque.number, ` ${plaque.number.toLowerCase()} `, plaque.number.replaceAll('-', '－').replace('X', 'Ｘ')]) expect((await typed(loose)).body).toContain(`<dd>${plaque.unitName}</dd>`);
  const [none, nowhere] = [await typed('<b>五星'), await typed('XC-1999-0001', 'en')];
  expect([none.status, none.body.includes('“&#60;b&#62;五星”不是证书或牌匾的编号'), none.body.includes('aria-invalid="true"'), none.body.includes('<b>')]).toEqual([404, true, true, false]);
  expect([nowhere.status, nowhere.body.includes('lang="en"'), nowhere.body.includes('The number “XC-1999-0001” is not on the register')]).toEqual([404, true, true]);
  const english = (await world.anyone.get(`/verify/${plaque.number}?lang=en`)).body as string;
  expect(['>Valid<', 'Number of the plaque', 'href="/app/notices?lang=en"', 'href="/app/login?lang=en"', `href="/verify/${plaque.number}?lang=zh-CN"`].filter((words) => !english.includes(words))).toEqual([]);
});

test('who reads the register out from one place is stopped, on the page and beside it', async () => {
  const ask = () => world.anyone.get(`/api/publicity/public/awards/${plaque.number}`);
  expect((await ask()).status).toBe(200);
  const visits = world.system.platform.databases.get('publicity')!.connection.collection('complaint-visits');
  await visits.updateMany({ count: { $gte: 1 } }, { $set: { count: MOST.verification } });
  const answer = await ask();
  const page = await world.anyone.get(`/verify/${plaque.number}`);
  expect([answer.status, answer.body.code, page.status, page.body.includes('次数过多')]).toEqual([429, 'complaint.too-many-from-here', 429, true]);
});
