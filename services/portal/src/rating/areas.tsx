import type { RoundView } from '@xingchuang/contracts';
import { useMay } from '../session/session.ts';
import { Chips } from '../shared/lines.tsx';
import { useNavigate } from 'react-router';

const PLACES = [
  ['/app/assessment/ratings', '互评与测评'],
  ['/app/assessment/ratings/standings', '外部评价排名'],
  ['/app/assessment/ratings/members', '民主评议党员'],
  ['/app/assessment/ratings/indicators', '指标'],
] as const;

/** The kinds of judgements and values that people give. */
export function RatingChips({ at }: { readonly at: (typeof PLACES)[number][0] }) {
  const may = useMay();
  const navigate = useNavigate();
  const mayAt: Readonly<Record<string, boolean>> = { [PLACES[2][0]]: may('member-evaluation.read'), [PLACES[3][0]]: may('standing.read') };
  const of = PLACES.filter(([to]) => mayAt[to] ?? true);
  return <Chips label="评价种类" value={at} of={of} onChange={(to) => void navigate(to)} />;
}

export const KIND_WORDS: Readonly<Record<RoundView['kind'], string>> = { mutual: '双向互评', invited: '受邀测评', public: '公开测评' };
