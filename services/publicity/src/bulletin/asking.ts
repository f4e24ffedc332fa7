import { create, fromBinary, toBinary, type DescMessage, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import type { Bus } from '@xingchuang/bus';

const WITHIN_MS = 15_000;

/** Asks another service. */
export async function asked<Q extends DescMessage, A extends DescMessage>(bus: Bus, subject: string, question: Q, init: MessageInitShape<Q>, answer: A): Promise<MessageShape<A>> {
  return fromBinary(answer, await bus.request(subject, toBinary(question, create(question, init)), WITHIN_MS));
}
