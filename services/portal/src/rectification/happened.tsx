import { UnitName } from '../registry/unit-name.tsx';
import { Timeline } from '../shared/timeline.tsx';
import { EVENT_WORDS } from './areas.tsx';

interface Event {
  readonly at: string;
  readonly day: string;
  readonly what: string;
  readonly by: string;
  readonly text: string;
}

export function Happened({ of }: { readonly of: readonly Event[] }) {
  return (
    <Timeline
      moments={of.map(({ at, day, what, by, text }) => ({
        at,
        day,
        title: EVENT_WORDS[what] ?? what,
        by: by ? <UnitName id={by} /> : '系统',
        text,
        tone: ['overdue', 'failed', 'returned'].includes(what) ? 'bad' : undefined,
      }))}
    />
  );
}
