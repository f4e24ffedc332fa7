import { useParams } from 'react-router';
import { GroupList, type GroupView } from '@xingchuang/contracts';
import { asProblem } from '../api/problem-error.ts';
import { useList } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { Nothing, Page, Pairs } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { GroupForm } from './group-form.tsx';

/** One group: its people and areas; the body that set it up changes them. */
export function GroupPage() {
  const { id } = useParams();
  const groups = useList(GroupList, '/api/assessment/onsite/groups');
  const group = groups.items.find((one) => one.id === id);
  const up = { to: '/app/assessment/onsite/groups', name: '督导组' };
  if (group) return <Group of={group} />;
  return (
    <Page title="督导组" up={up}>
      {groups.error ? <ProblemAlert problem={asProblem(groups.error)} /> : groups.loading ? <Coming /> : <div className="card"><Nothing title="没有这个督导组" /></div>}
    </Page>
  );
}

function Group({ of: group }: { readonly of: GroupView }) {
  const may = useMay();
  const { seat } = useSession();
  const isOwn = group.unitId === seat.unitId;
  return (
    <Page title={group.name} up={{ to: '/app/assessment/onsite/groups', name: '督导组' }}>
      <section className="card">
        <Pairs
          of={[
            ['组长', <PersonName key="leader" id={group.leaderId} />],
            [
              '成员',
              <span key="members">
                {group.memberIds.map((one, i) => (
                  <span key={one}>
                    {i > 0 && '、'}
                    <PersonName id={one} />
                  </span>
                ))}
              </span>,
            ],
            ['片区', group.areas.length > 0 ? group.areas.map(({ name }) => name).join('、') : '不分片区'],
          ]}
        />
      </section>
      {may('onsite.plan') && isOwn && (
        <section className="card narrow">
          <h2>修改</h2>
          <p className="quiet small" style={{ marginBottom: 12 }}>
            已安排的检查人员不变，以后的检查按新的名单。
          </p>
          <GroupForm key={group.version} of={group} />
        </section>
      )}
    </Page>
  );
}
