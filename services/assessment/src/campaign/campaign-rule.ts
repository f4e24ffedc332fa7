import type { Day } from '@xingchuang/calendar';
import { Refusal, type Place } from '@xingchuang/rules';
import { checkParameters, windowFor, type ParameterValues, type Scheme, type Window } from '@xingchuang/schemes';
import type { Stored } from '@xingchuang/server';
import type { Moment, Seat } from '../candidacy/candidacy.ts';

/** One run of a scheme over the rated units under the unit that runs it. */
export interface Campaign extends Stored, Place {
  readonly title: string;
  readonly schemeId: string;
  readonly schemeVersion: number;
  /** The node whose rated units take part. */
  readonly nodeId: string;
  readonly window: Window;
  readonly declaring: Window;
  readonly parameters: ParameterValues;
  readonly openedAt: string;
  readonly openedBy: { readonly personId: string; readonly role: string; readonly unitId: string };
}

export interface Opening {
  readonly title: string;
  readonly window?: Window | undefined;
  readonly declaring: Window;
  readonly parameters: ParameterValues;
}

/** A campaign as it opens: every parameter that the scheme asks for is given, the window of look-back is the scheme's or one given. */
export function openCampaign(scheme: Scheme, given: Opening, place: Place & { readonly nodeId: string }, id: string, seat: Seat, moment: Moment): Campaign {
  const parameters = checkParameters(scheme, given.parameters);
  const window = given.window ?? windowFor(scheme, moment.day, parameters);
  if (!window) throw new Refusal('invalid', 'campaign.window-missing', { scheme: scheme.id }, 'window');
  if (given.declaring.to < moment.day) throw new Refusal('invalid', 'campaign.declaring-past', { to: given.declaring.to, today: moment.day }, 'declaring.to');
  return {
    id, version: 1, title: given.title, schemeId: scheme.id, schemeVersion: scheme.version, unitId: place.unitId, path: place.path, nodeId: place.nodeId,
    window, declaring: given.declaring, parameters, openedAt: moment.at, openedBy: { personId: seat.personId, role: seat.role, unitId: seat.unitId },
  };
}

/** Kinds of unit that a scheme gives levels. */
export const ratedKinds = ({ kinds }: Scheme): string[] => Object.keys(kinds).filter((kind) => kinds[kind]!.is === 'rated');

export const canStillDeclare = ({ declaring }: Campaign, today: Day): boolean => today <= declaring.to;
