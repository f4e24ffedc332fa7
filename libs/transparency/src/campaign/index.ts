export * from './campaign-package.ts';
export { digestOf, sha256 } from './checking.ts';
export { SIGNATURE, signPackage } from './package-signature.ts';
export { isCampaignPackage, verifyCampaign } from './verify-campaign.ts';
export { verifyTrail } from './verify-trail.ts';
export { Checking, Clauses, Differs } from './checking.ts';
export { SchemeWay } from './scheme-way.ts';
