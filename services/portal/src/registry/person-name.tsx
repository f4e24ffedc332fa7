import { useQuery } from '@tanstack/react-query';
import { useMay, useSession } from '../session/session.ts';
import { nameOf } from './person-names.ts';

const HOUR_MS = 3_600_000;

/** The name of a person; whom this seat may not see stays unnamed. */
export function PersonName({ id }: { readonly id: string }) {
  const { person: me } = useSession();
  const may = useMay();
  const name = useQuery({ queryKey: ['person-name', id], queryFn: () => nameOf(id), enabled: id !== '' && id !== me.id && may('person.read'), staleTime: HOUR_MS });
  return <>{id === me.id ? me.name : (name.data ?? '')}</>;
}
