import { createContext, useContext } from 'react';
import type { SessionView } from '@xingchuang/contracts';
import { scopeOf, type Action } from '@xingchuang/rules';

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

/** Whether the seat's role may do this at all; where exactly, the server says. */
export function useMay(): (action: Action) => boolean {
  const { seat } = useSession();
  return (action) => scopeOf(seat.role, action) !== undefined;
}

/** The unit whose things a seat looks at first: all that it governs. */
export function useJurisdiction(): { readonly unitId: string; readonly subtree: boolean } {
  const { seat } = useSession();
  return seat.role === 'clerk' ? { unitId: seat.unitId, subtree: false } : { unitId: seat.jurisdictionId, subtree: true };
}
