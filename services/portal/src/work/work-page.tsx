import { Link } from 'react-router';
import { asProblem } from '../api/problem-error.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { ROLE_WORDS } from '../shared/words.ts';
import { useTodo, type Todo } from './todo.ts';

/** What I must do, by deadline. */
export function WorkPage() {
  const { seat } = useSession();
  const { items, loading, errors } = useTodo();
  const count = items.length > 999 ? '1000+' : items.length;
  return (
    <Page
      title="我的工作"
      lead={
        loading
          ? `${seat.unitName} · ${ROLE_WORDS[seat.role]}`
          : items.length > 0
            ? `待办 ${count} 件，按期限排列`
            : '目前没有待办'
      }
    >
      {errors.map((error, i) => (
        <ProblemAlert key={i} problem={asProblem(error)} />
      ))}
      {loading ? (
        <Coming />
      ) : (
        <div className="card flush">
          {items.length === 0 ? (
            <Quiet />
          ) : (
            <ul className="lines" aria-label="待办">
              {items.map((item) => (
                <Line key={item.key} item={item} />
              ))}
            </ul>
          )}
        </div>
      )}
    </Page>
  );
}

function Line({ item }: { readonly item: Todo }) {
  return (
    <li>
      <div className="main">
        <Link className="title" to={item.to}>
          {item.verb}
          {item.unit && `：${item.unit}`}
          {item.unitId && (
            <>
              ：<UnitName id={item.unitId} />
            </>
          )}
        </Link>
        <p className="quiet">{item.object}</p>
      </div>
      <div className="side">{item.due && <Deadline day={item.due} />}</div>
    </li>
  );
}

/** Nothing to do: what one may do all the same. */
function Quiet() {
  const may = useMay();
  const next = [
    may('file.upload') && (
      <Link key="f" to="/app/evidence/files">
        上传材料
      </Link>
    ),
    may('record.file') && (
      <Link key="r" to="/app/evidence/records">
        登记台账
      </Link>
    ),
    may('campaign.open') && (
      <Link key="c" to="/app/assessment/campaigns">
        查看评定活动
      </Link>
    ),
    may('notice.publish') && (
      <Link key="n" to="/app/publicity/notices">
        查看公示
      </Link>
    ),
    may('finding.open') && (
      <Link key="p" to="/app/rectification/findings">
        登记问题
      </Link>
    ),
    may('unit.manage') && (
      <Link key="u" to="/app/units">
        维护组织
      </Link>
    ),
    may('clock.move') && (
      <Link key="s" to="/app/system">
        系统状态
      </Link>
    ),
  ].filter(Boolean);
  return (
    <Nothing title="都办完了" next={next}>
      轮到您办理时，会按期限出现在这里。
    </Nothing>
  );
}
