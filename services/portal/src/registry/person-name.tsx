import { PersonView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useMay, useSession } from '../session/session.ts';

/** The name of a person; whom this seat may not see stays unnamed. */
export function PersonName({ id }: { readonly id: string }) {
  const { person: me } = useSession();
  const may = useMay();
  const person = useRead(
    PersonView,
    id && id !== me.id && may('person.read') ? `/api/registry/people/${id}` : undefined,
    {},
    3_600,
  );
  if (id === me.id) return <>{me.name}</>;
  return <>{person.data?.name ?? ''}</>;
}
