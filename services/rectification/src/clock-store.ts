import type { Schema } from 'mongoose';

const isRunning = { due: { $gt: '' } };

/** The indexes of everything on a clock: the field that names who leads it, and the one that says when it began. */
export function indexClock(schema: Schema, person: string, begun: string): void {
  schema.index({ path: 1, due: 1, _id: 1, unitId: 1 }, { partialFilterExpression: isRunning }); // due lists of a subtree and, as a unit lies on its own path, of a unit
  schema.index({ [person]: 1, due: 1, _id: 1 }, { partialFilterExpression: { [person]: { $gt: '' }, ...isRunning } }); // due lists of a person
  schema.index({ due: 1, _id: 1 }, { partialFilterExpression: isRunning }); // due lists of everywhere
  schema.index({ reminded: 1, due: 1 }, { partialFilterExpression: isRunning }); // the sweep: reminders
  schema.index({ overdueOn: 1, due: 1 }, { partialFilterExpression: isRunning }); // the sweep: what passes
  schema.index({ 'limit.provisional': 1, path: 1, _id: 1 }, { partialFilterExpression: { 'limit.provisional': true } }); // dates to be reckoned again, counts of them
  schema.index({ endedOn: 1, [begun]: 1 }); // summaries of a period
}

/** What passed before a day and was not noticed yet. */
export const passing = (day: string) => ({ overdueOn: '', due: { $gt: '', $lt: day } });

/** Things whose clock runs on a provisional limit, from an id on. */
export const provisionalAfter = (id: string) => ({ 'limit.provisional': true, due: { $gt: '' }, _id: { $gt: id } });
