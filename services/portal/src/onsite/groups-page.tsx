import { Link } from 'react-router';
import { GroupList } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { useMay } from '../session/session.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { OnsiteSections } from './areas.tsx';
import { GroupForm } from './group-form.tsx';

/** Who inspects together, and where. */
export function GroupsPage() {
  const may = useMay();
  const groups = useList(GroupList, '/api/assessment/onsite/groups');
  return (
    <Page title="现场检查" up={{ to: '/app/assessment', name: '评定' }} lead="督导组的人员和片区；检查时本单位的人自动回避">
      <OnsiteSections />
      <Lines of={groups} label="督导组" keyOf={({ id }) => id} empty={<Nothing title="还没有督导组" />}>
        {(group) => (
          <div className="main">
            <Link className="title" to={`/app/assessment/onsite/groups/${group.id}`}>
              {group.name}
            </Link>
            <p className="quiet">
              组长 <PersonName id={group.leaderId} />
              ，共 {group.memberIds.length} 人{group.areas.length > 0 && ` · ${group.areas.map(({ name }) => name).join('、')}`}
            </p>
          </div>
        )}
      </Lines>
      {may('onsite.plan') && (
        <details className="card narrow">
          <summary>成立督导组</summary>
          <GroupForm />
        </details>
      )}
    </Page>
  );
}
