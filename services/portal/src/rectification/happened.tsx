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

/** `words` are those of a thing that means something of its own by an event. */
export function Happened({ of, words = {} }: { readonly of: readonly Event[]; readonly words?: Readonly<Record<string, string>> }) {
  return (
    <Timeline
      moments={of.map(({ at, day, what, by, text }) => ({
        at,
        day,
        title: words[what] ?? EVENT_WORDS[what] ?? what,
        by: by ? <UnitName id={by} /> : '系统',
        text,
        tone: ['overdue', 'failed', 'returned', 'progress-missed', 'sent-back'].includes(what) ? 'bad' : undefined,
      }))}
    />
  );
}
