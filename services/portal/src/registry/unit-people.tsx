import { Form, Select } from 'antd';
import { PersonPage, PersonView, PostList, PostView, type PersonEnter, type UnitView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { Lines } from '../shared/lines.tsx';
import { Nothing } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { usePostKinds } from './kinds.ts';
import { PersonFields, PersonLine } from './person-line.tsx';
import { PostLine } from './post-line.tsx';

interface PartProps {
  readonly unit: UnitView;
  readonly manages: boolean;
}

/** People of a unit, and the form to add one. */
export function People({ unit, manages }: PartProps) {
  const people = useList(PersonPage, '/api/registry/people', { unitId: unit.id });
  return (
    <section className="stack tight" aria-labelledby="people">
      <h2 id="people">人员</h2>
      <Lines of={people} label="人员名单" keyOf={({ id }) => id} empty={<Nothing title="还没有人员" />}>
        {(person) => <PersonLine person={person} manages={manages} />}
      </Lines>
      {manages && (
        <details className="card">
          <summary>添加人员</summary>
          <div className="narrow" style={{ paddingTop: 16 }}>
            <CommandForm
              again
              label="添加人员"
              submit="添加"
              draft={`person-${unit.id}`}
              schema={PersonView}
              initial={{ memberInService: true }}
              order={({ name, memberInService }: PersonEnter) => ({
                path: '/api/registry/people',
                body: { name, memberInService, unitId: unit.id },
              })}
              said="已添加"
            >
              <PersonFields />
            </CommandForm>
          </div>
        </details>
      )}
    </section>
  );
}

/** Posts of a unit with who holds them. */
export function Posts({ unit, manages }: PartProps) {
  const posts = useRead(PostList, '/api/registry/posts', { unitId: unit.id });
  const kinds = usePostKinds();
  return (
    <section className="stack tight" aria-labelledby="posts">
      <h2 id="posts">职务</h2>
      <Reading read={posts}>
        {({ items }) => (
          <div className="card flush">
            {items.length === 0 ? (
              <Nothing title="还没有设置职务" />
            ) : (
              <ul className="lines" aria-label="职务名单">
                {items.map((post) => (
                  <PostLine key={post.id} post={post} kind={kinds.find(({ kind }) => kind === post.kind)} manages={manages} />
                ))}
              </ul>
            )}
          </div>
        )}
      </Reading>
      {manages && (
        <details className="card">
          <summary>设置职务</summary>
          <div className="narrow" style={{ paddingTop: 16 }}>
            <CommandForm
              again
              label="设置职务"
              submit="设置"
              draft={`post-${unit.id}`}
              schema={PostView}
              order={({ kind }: { kind: string }) => ({ path: '/api/registry/posts', body: { kind, unitId: unit.id } })}
              said="已设置"
            >
              <Form.Item name="kind" label="职务" rules={[{ required: true, message: '请选择职务' }]}>
                <Select
                  options={kinds.map(({ kind, zh, responsibilityZh }) => ({
                    value: kind,
                    label: `${zh}（${responsibilityZh}）`,
                  }))}
                  placeholder="请选择"
                />
              </Form.Item>
            </CommandForm>
          </div>
        </details>
      )}
    </section>
  );
}
