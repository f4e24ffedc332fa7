import { useNavigate } from 'react-router';
import { Chips } from '../shared/lines.tsx';

/** The same expectations as a year's calendar or as a list. */
export function DutyViews({ now }: { readonly now: 'calendar' | 'list' }) {
  const navigate = useNavigate();
  return (
    <Chips
      label="看法"
      value={now}
      of={[
        ['calendar', '日历'],
        ['list', '清单'],
      ]}
      onChange={(view) => void navigate(view === 'list' ? '/app/evidence/duties' : '/app/evidence/duties/calendar')}
    />
  );
}
