import { COMMUNITY_KINDS } from '@xingchuang/contracts';
import { EvidenceSections } from '../evidence/areas.tsx';
import { useSession } from '../session/session.ts';
import { Sections, type Tone } from '../shared/page.tsx';

export const CommunitySections = () => (
  <>
    <EvidenceSections />
    <Sections
      label="双报到"
      of={[
        { to: '/app/evidence/community/orders', name: '服务单' },
        { to: '/app/evidence/community/registrations', name: '报到' },
        { to: '/app/evidence/community/evaluations', name: '双评议' },
        { to: '/app/evidence/community/statistics', name: '统计' },
      ]}
    />
  </>
);

/** Whether this seat speaks for a community. */
export function useIsHost(): boolean {
  const { seat } = useSession();
  return seat.role === 'clerk' && COMMUNITY_KINDS.includes(seat.unitKind);
}

export const ORDER_WORDS: Readonly<Record<string, readonly [string, Tone]>> = {
  posted: ['待派单', 'due'],
  dispatched: ['待接单', 'due'],
  accepted: ['待领单', 'due'],
  claimed: ['服务中', ''],
  done: ['待评价', 'due'],
  rated: ['已评价', 'good'],
  returned: ['已退回，待改派', 'bad'],
  cancelled: ['已取消', ''],
};

export const PART_WORDS: Readonly<Record<string, readonly [string, Tone]>> = {
  offered: ['待接单', 'due'],
  accepted: ['已接单', ''],
  claimed: ['已领单', ''],
  done: ['已办结', 'good'],
  returned: ['已退出', ''],
};

export const ACT_WORDS: Readonly<Record<string, string>> = {
  posted: '点单',
  dispatched: '派单',
  accepted: '接单',
  claimed: '领单',
  done: '办结',
  rated: '评价',
  returned: '退回',
  withdrawn: '撤回派单',
  cancelled: '取消',
};

export const KIND_WORDS: Readonly<Record<string, string>> = { service: '社区服务', door: '上门服务', wish: '微心愿' };
export const BASIS_WORDS: Readonly<Record<string, string>> = { resident: '驻地', contracted: '结对共建', home: '居住地' };
export const SATISFACTION_WORDS: Readonly<Record<string, string>> = { satisfied: '满意', fair: '基本满意', dissatisfied: '不满意' };
export const TIME_WORDS: Readonly<Record<string, string>> = { after_hours: '8小时之外', party_day: '主题党日', holiday: '节假日', weekend: '双休日' };

export const optionsOf = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, label]) => ({ value, label }));
