import { addDays, day } from '@xingchuang/calendar';
import { Refusal, type Place } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';

/** A body runs a scheme in a span of days: what the scheme expects falls on the units under its node. */
export interface Adoption extends Stored, Place {
  readonly schemeId: string;
  /** The node whose units it reaches. */
  readonly nodeId: string;
  readonly since: string;
  /** Last day; empty while it goes on. */
  readonly until: string;
  /** The round by whose opening it began; empty where a body adopted the scheme by itself. */
  readonly campaignId: string;
  readonly by: { readonly personId: string; readonly role: string; readonly unitId: string };
}

const isOn = ({ since, until }: Adoption, on: string): boolean => since <= on && (until === '' || on <= until);

/** A new adoption beside those of the same node; two that touch the same day are refused. */
export function adopt(next: Adoption, others: readonly Adoption[]): Adoption {
  const own = others.filter(({ nodeId }) => nodeId === next.nodeId);
  const other = own.find(({ since, until }) => (until === '' || next.since <= until) && (next.until === '' || since <= next.until));
  if (other) throw new Refusal('conflict', 'adoption.exists', { since: other.since, until: other.until }, 'since');
  return next;
}

/** What opening a round changes: the scheme is run at the node from the first day that the round looks at. Undefined where it is already. */
export function adoptByRound(round: Adoption, others: readonly Adoption[]): Adoption | undefined {
  const reaching = others.filter(({ nodeId }) => nodeId === round.nodeId || round.path.includes(nodeId));
  if (reaching.some((one) => isOn(one, round.since) && one.until === '')) return undefined;
  const own = reaching.filter(({ nodeId }) => nodeId === round.nodeId).sort((a, b) => (a.since < b.since ? -1 : 1));
  const going = own.find(({ until }) => until === '');
  const ended = own.filter((one) => one !== going).map(({ until }) => until).at(-1);
  const since = ended !== undefined && ended >= round.since ? addDays(day(ended), 1) : round.since;
  if (!going) return { ...round, since };
  return since < going.since ? { ...going, since } : undefined;
}

/** It ends with a day, not before it began. */
export function endAdoption(was: Adoption, until: string): Adoption {
  if (until < was.since) throw new Refusal('invalid', 'adoption.until-before', { since: was.since, until }, 'until');
  return { ...was, until };
}
