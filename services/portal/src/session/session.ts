import { createContext, useContext } from 'react';
import type { SessionView } from '@xingchuang/contracts';
import { ANONYMOUS, covers, scopeOf, type Action } from '@xingchuang/rules';

export interface SignedIn {
  readonly session: SessionView;
  /** Takes in a session as the server just gave it. */
  readonly take: (session: SessionView) => void;
}

export const SessionContext = createContext<SignedIn | undefined>(undefined);

/** Who is signed in. Only pages behind the sign-in call it. */
export function useSession(): SessionView {
  return useSignedIn().session;
}

export function useSignedIn(): SignedIn {
  const signedIn = useContext(SessionContext);
  if (!signedIn) throw new Error('this page stands behind the sign-in');
  return signedIn;
}

/** Whether the seat's role may do this at all; at a place, as far as unit and area decide it. */
export function useMay(): (action: Action, unit?: { readonly id: string; readonly path: readonly string[] }) => boolean {
  const { seat } = useSession();
  return (action, unit) => (unit ? covers({ ...ANONYMOUS, ...seat }, action, { unitId: unit.id, path: unit.path }) : scopeOf(seat.role, action) !== undefined);
}

/** The unit whose things a seat looks at first: all that it governs. */
export function useJurisdiction(): { readonly unitId: string; readonly subtree: boolean } {
  const { seat } = useSession();
  return seat.role === 'clerk' ? { unitId: seat.unitId, subtree: false } : { unitId: seat.jurisdictionId, subtree: true };
}
