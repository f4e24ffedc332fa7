import { CycleError, type Frame, type PopulationCall, type Type, type Value } from './cel-types.ts';

/** One computed column: a value from each row alone, or a function of a population from all rows. */
export type PlanStep =
  | { readonly name: string; readonly slot: number; readonly run: (frame: Frame) => Value; readonly call?: undefined }
  | { readonly name: string; readonly call: PopulationCall; readonly run?: undefined };

interface Made {
  readonly type: Type;
  readonly run?: (frame: Frame) => Value;
}

/** A chain of names longer than this is a mistake or an attack. */
const LONGEST = 150;

/**
 * Finds the order in which computed names read each other: making one asks for the type of those it reads, which makes them first.
 * A name that leads back to itself throws CycleError.
 */
export class Plan {
  readonly steps: PlanStep[] = [];
  /** What each computed name reads: facts, parameters, other computed names, functions of populations. */
  readonly reads = new Map<string, Set<string>>();
  readonly #makers = new Map<string, () => Made>();
  readonly #types = new Map<string, Type>();
  readonly #open: string[] = [];
  readonly #slotOf: (name: string) => number;

  constructor(slotOf: (name: string) => number) {
    this.#slotOf = slotOf;
  }

  define(name: string, make: () => Made): void {
    this.#makers.set(name, make);
  }

  /** Notes that what is being made reads these names. */
  reading(...names: readonly string[]): void {
    const open = this.#open.at(-1);
    if (open !== undefined) names.forEach((name) => this.#readsOf(open).add(name));
  }

  #readsOf(name: string): Set<string> {
    let reads = this.reads.get(name);
    if (!reads) this.reads.set(name, (reads = new Set()));
    return reads;
  }

  typeOf(name: string): Type {
    this.reading(name);
    const known = this.#types.get(name);
    if (known) return known;
    const open = this.#open.indexOf(name);
    if (open >= 0) throw new CycleError([...this.#open.slice(open), name].map(shownName));
    if (this.#open.length >= LONGEST) throw new CycleError([...this.#open.slice(-3), '…'].map(shownName));
    this.#open.push(name);
    try {
      const { type, run } = this.#makers.get(name)!();
      this.#types.set(name, type);
      if (run) this.steps.push({ name, slot: this.#slotOf(name), run });
      return type;
    } finally {
      this.#open.pop();
    }
  }

  /** A function of a population, met after all that its arguments read. */
  meet(call: PopulationCall, ...also: readonly string[]): void {
    this.steps.push({ name: call.text, call });
    [...call.reads, ...also].forEach((name) => this.#readsOf(call.text).add(name));
  }

  /** Makes what nothing reads, too. */
  complete(): void {
    for (const name of this.#makers.keys()) this.typeOf(name);
  }
}

/** A computed name as the file says it: `where county` is the `where` of that population. */
const shownName = (name: string): string => name.split(' ').toReversed().join('.');
