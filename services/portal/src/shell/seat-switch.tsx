import DownOutlined from '@ant-design/icons/DownOutlined';
import { useNavigate } from 'react-router';
import { SessionTokenView, type OwnSeatView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useSignedIn } from '../session/session.ts';
import { tellOtherTabs } from '../session/tabs.ts';
import { ROLE_WORDS } from '../shared/words.ts';

const seatWords = ({ unitName, role }: OwnSeatView) => `${unitName} · ${ROLE_WORDS[role]}`;

/** For whom one acts. With one seat only it is said, not asked. */
export function SeatSwitch() {
  const { session, take } = useSignedIn();
  const navigate = useNavigate();
  const command = useCommand(SessionTokenView, ({ session: next }) => {
    take(next);
    tellOtherTabs();
    void navigate('/app/work');
  });
  const { seat, seats } = session;
  if (seats.length < 2)
    return (
      <span className="seat">
        <span>{seatWords(seat)}</span>
      </span>
    );
  return (
    <>
      <button type="button" className="seat plain" popoverTarget="seats" aria-label={`切换身份，当前：${seatWords(seat)}`}>
        <span>{seatWords(seat)}</span> <DownOutlined aria-hidden="true" />
      </button>
      <div id="seats" popover="auto" className="drop">
        <p className="quiet small">以哪个身份办理</p>
        {seats.map((one) => (
          <button
            key={one.id}
            type="button"
            aria-pressed={one.id === seat.id}
            disabled={command.busy}
            popoverTarget="seats"
            popoverTargetAction="hide"
            onClick={() => command.give({ path: '/api/registry/session/seat', body: { seat: one.id } })}
          >
            {seatWords(one)}
          </button>
        ))}
      </div>
    </>
  );
}
