import { z } from 'zod';
import { DayText, Id } from './common.ts';

export const Named = z.object({ zh: z.string(), en: z.string().optional() });
export const Clause = Named.extend({ id: z.string(), source: z.string().optional(), basis: z.string().optional() });
export const text = (most: number) => z.string().trim().max(most);
export const Reason = text(2_000).min(1);
export const Word = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);
export const ParameterValue = z.union([z.boolean(), z.number(), z.string().max(2_000), z.array(z.string().max(200)).max(200)]);
export const Parameters = z.record(Word, ParameterValue);
/** A setting of a scheme: the value itself, or the parameter that holds it. */
export const Setting = z.union([z.string(), z.number(), z.boolean(), z.object({ parameter: z.string() })]);

export const AssessedUnitView = z.object({ id: Id, code: z.string(), name: z.string(), kind: z.string() });
export type AssessedUnitView = z.infer<typeof AssessedUnitView>;
/** `guidance`: what the scheme calls the units of this level when it guides them by groups. */
export const LevelName = Named.extend({ id: z.string(), guidance: z.string().optional() });
export type LevelName = z.infer<typeof LevelName>;
export const WindowView = z.object({ from: DayText, to: DayText });
/** Who did something: the person and the seat. Names of people stay in the registry. */
export const ActorView = z.object({ personId: z.string(), role: z.string(), unitId: z.string() });
/** By which of the methods of a step it was looked at (查阅资料、实地查看…), in the words of the scheme. */
export const Methods = z.array(text(200).min(1)).max(20).optional();
