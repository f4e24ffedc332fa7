import { gzipSync } from 'node:zlib';
import { addDays, startOf } from '@xingchuang/calendar';
import type { Award } from './award-rule.ts';

/** What a machine can ask of an award: whether it stands for the moment, and for good. */
export const BADGE_LISTS = ['suspension', 'revocation'] as const;
export type BadgeList = (typeof BADGE_LISTS)[number];
/** States of awards that a list shows. */
export const LISTED: Readonly<Record<BadgeList, readonly Award['state'][]>> = { suspension: ['suspended'], revocation: ['lowered', 'revoked', 'expired'] };

const CONTEXTS = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'];

/** The award as an Open Badges 3.0 credential, not yet signed. It says nothing beyond what the verification page says. */
export function badgeOf(award: Award, { publicUrl, did }: { readonly publicUrl: string; readonly did: string }) {
  const address = `${publicUrl}/verify/${encodeURIComponent(award.number)}`;
  const status = (list: BadgeList) => ({
    id: `${listAddress(publicUrl, list)}#${award.serial}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: list,
    statusListIndex: String(award.serial),
    statusListCredential: listAddress(publicUrl, list),
  });
  return {
    '@context': CONTEXTS,
    id: `${publicUrl}/api/publicity/public/awards/${encodeURIComponent(award.number)}/badge`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: `${award.levelName}（${award.number}）`,
    issuer: { id: did, type: ['Profile'], name: award.decidedBy || award.programme, url: publicUrl },
    validFrom: startOf(award.issuedOn).toISOString(),
    ...(award.validUntil === '' ? {} : { validUntil: startOf(addDays(award.validUntil, 1)).toISOString() }),
    awardedDate: startOf(award.issuedOn).toISOString(),
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [{ type: 'IdentityObject', identityType: 'ext:organisationName', identityHash: award.unitName, hashed: false }],
      achievement: {
        id: `urn:x-achievement:${award.campaignId}:${award.level}`,
        type: ['Achievement'],
        achievementType: 'Award',
        name: award.levelName,
        description: award.programme,
        criteria: { narrative: `${award.programme}：${award.levelName}` },
      },
    },
    evidence: [{ id: address, type: ['Evidence'], name: '核验页' }],
    credentialStatus: BADGE_LISTS.map(status),
  };
}

export const listAddress = (publicUrl: string, list: BadgeList): string => `${publicUrl}/api/publicity/public/badge-lists/${list}`;

const LEAST_BITS = 131_072; // so many that nobody learns from the length of a list who stands on it
const BYTE = 8;

/** A Bitstring Status List (W3C): a bit for each award, set where it stands on the list; the first bit is the left one. */
export function statusList(list: BadgeList, serials: readonly number[], { publicUrl, did, at }: { readonly publicUrl: string; readonly did: string; readonly at: string }) {
  const most = serials.reduce((highest, serial) => Math.max(highest, serial), 0);
  const bits = Buffer.alloc(Math.max(LEAST_BITS, Math.ceil((most + 1) / LEAST_BITS) * LEAST_BITS) / BYTE);
  for (const serial of serials) bits[Math.floor(serial / BYTE)]! |= 0x80 >> serial % BYTE;
  return {
    '@context': CONTEXTS.slice(0, 1),
    id: listAddress(publicUrl, list),
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: did,
    validFrom: at,
    credentialSubject: { id: `${listAddress(publicUrl, list)}#list`, type: 'BitstringStatusList', statusPurpose: list, encodedList: `u${gzipSync(bits).toString('base64url')}` },
  };
}
