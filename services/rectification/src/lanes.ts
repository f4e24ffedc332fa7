/** Pieces that are worked off at once: the database works at one while we reckon the other; more only wait for each other. */
const LANES = 2;

/** Works off all pieces, some at once; the first that fails is told when those under way have ended. */
export async function inLanes<T>(pieces: readonly T[], work: (piece: T) => Promise<unknown>): Promise<void> {
  const left = pieces[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (const piece of left) await work(piece);
  };
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

export function chunksOf<T>(things: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(things.length / size) }, (_, index) => things.slice(index * size, (index + 1) * size));
}
