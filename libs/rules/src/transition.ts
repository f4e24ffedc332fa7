import { Refusal, type RefusalFacts } from './refusal.ts';

/** Moves a thing along its table of states: state → command → next state. */
export type Transitions<State extends string, Command extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Command, State>>>>
>;

/** The state after a command, or a refusal `<thing>.wrong-state` that names the state, what it allows, and the facts given. */
export function move<State extends string, Command extends string>(
  thing: string,
  table: Transitions<State, Command>,
  state: State,
  command: Command,
  facts: RefusalFacts = {},
): State {
  const next = table[state][command];
  if (next === undefined) {
    throw new Refusal('conflict', `${thing}.wrong-state`, { state, command, allowed: Object.keys(table[state]), ...facts });
  }
  return next;
}
