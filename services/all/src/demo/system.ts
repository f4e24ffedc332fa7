/** A process that may be killed and started again while the demo runs. */
export interface Part {
  readonly name: string;
  readonly pid: number;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** A system that the demo can use: where it answers, and where its demo accounts are written down. */
export interface DemoSystem {
  readonly url: string;
  readonly accountsFile: string;
  /** Its processes, for those who want to kill them. */
  readonly parts: readonly Part[];
  stop(): Promise<void>;
}

/** Everything that was started so far, ended in the reverse order when one of the later ones does not start. */
export async function allOrNothing(start: (started: (() => Promise<void>)[]) => Promise<Omit<DemoSystem, 'stop'>>): Promise<DemoSystem> {
  const started: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    return { ...(await start(started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
