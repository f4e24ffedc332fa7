import { Schema } from 'mongoose';
import type { CampaignCancelled, CampaignOpened } from '@xingchuang/contracts';
import type { ParameterValues, Scheme } from '@xingchuang/schemes';
import type { Collection, Database } from './database.ts';
import type { SchemeDirectory } from './scheme-directory.ts';

/** A campaign as other services know it: which scheme version and parameters it keeps for good. */
export interface KnownCampaign {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly schemeId: string;
  readonly schemeVersion: number;
  readonly windowFrom: string;
  readonly windowTo: string;
  /** Last day of declaring; empty of campaigns opened before it was told. */
  readonly declaringTo: string;
  /** The unit that runs it. */
  readonly unitId: string;
  /** The node whose units take part; empty of campaigns opened before it was told. */
  readonly nodeId: string;
  readonly parameters: ParameterValues;
  /** Day on which it was called off; absent while it stands. */
  readonly cancelledOn?: string;
}

const fields = {
  _id: String, version: Number, title: String, schemeId: String, schemeVersion: Number, windowFrom: String, windowTo: String, declaringTo: String, unitId: String, nodeId: String,
  parameters: Schema.Types.Mixed, cancelledOn: String,
};
const schema = new Schema(fields, { minimize: false }); // a round without parameters of its own keeps the empty object
schema.index({ schemeId: 1, _id: -1 }); // the rounds of a scheme, newest first

/** A service's own copy of the campaigns, with the scheme that each keeps. */
export class CampaignDirectory {
  readonly #campaigns: Collection<KnownCampaign>;
  readonly #bound = new Map<string, Scheme>();
  readonly #atCancelling: ((event: CampaignCancelled) => Promise<void>)[] = [];

  constructor(
    database: Database,
    readonly schemes: SchemeDirectory,
  ) {
    this.#campaigns = database.model<KnownCampaign>('known-campaigns', schema);
  }

  async apply(event: CampaignOpened): Promise<void> {
    const { campaignId, title, schemeId, schemeVersion, windowFrom, windowTo, declaringTo, unitId, nodeId, parametersJson } = event;
    const parameters = JSON.parse(parametersJson || '{}') as ParameterValues;
    await this.#campaigns.project({ id: campaignId, version: 1, title, schemeId, schemeVersion, windowFrom, windowTo, declaringTo, unitId, nodeId, parameters });
  }

  /** A round that was called off no longer says what holds for its units. */
  async cancel(event: CampaignCancelled): Promise<void> {
    const was = await this.get(event.campaignId);
    await this.#campaigns.project({ ...was, version: 2, cancelledOn: event.cancelledOn });
    for (const follow of this.#atCancelling) await follow(event);
  }

  /** What a service does of its own when a round is called off; it joins the handling of the event. */
  whenCancelled(follow: (event: CampaignCancelled) => Promise<void>): void {
    this.#atCancelling.push(follow);
  }

  /** Refuses `missing` also while the news of the campaign is still under way; a message that asked then comes again. */
  get(id: string): Promise<KnownCampaign> {
    return this.#campaigns.get(id, 'campaign.missing');
  }

  /** Campaigns that end their declaring or their window in a span of days. */
  endingWithin(from: string, to: string): Promise<KnownCampaign[]> {
    const span = { $gte: from, $lte: to };
    return this.#campaigns.list({ $or: [{ windowTo: span }, { declaringTo: span }], cancelledOn: { $exists: false } });
  }

  /**
   * What a scheme says for units by the place of each: of the version and with the parameters of the latest round over it, which is what its body chose;
   * of the newest version with its defaults where no round was opened over it.
   */
  async schemesOver(schemeId: string): Promise<(path: readonly string[]) => Scheme> {
    const newest = await this.schemes.get(schemeId);
    const rounds: { readonly nodeId: string; readonly scheme: Scheme }[] = [];
    for (const round of await this.#campaigns.list({ schemeId, cancelledOn: { $exists: false } }, { _id: -1 }, 10_000)) rounds.push({ nodeId: round.nodeId, scheme: await this.#bind(round) });
    return (path) => rounds.find(({ nodeId }) => path.includes(nodeId))?.scheme ?? newest;
  }

  /** The scheme of a round with the parameters of the round in the place of its defaults. */
  async #bind({ id, schemeId, schemeVersion, parameters: given }: KnownCampaign): Promise<Scheme> {
    const known = this.#bound.get(id);
    if (known) return known;
    const scheme = await this.schemes.get(schemeId, schemeVersion);
    const parameters = Object.fromEntries(Object.entries(scheme.parameters).map(([name, one]) => [name, Object.hasOwn(given, name) ? { ...one, default: given[name]! } : one]));
    const bound: Scheme = { ...scheme, parameters };
    this.#bound.set(id, bound);
    return bound;
  }

  /** The campaign with the rules it keeps. */
  async rules(id: string): Promise<{ campaign: KnownCampaign; scheme: Scheme; parameters: ParameterValues }> {
    const campaign = await this.get(id);
    return { campaign, scheme: await this.schemes.get(campaign.schemeId, campaign.schemeVersion), parameters: campaign.parameters };
  }
}
