import { Select } from 'antd';
import { PersonPage, PostView, type PostKindView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { State } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';

interface PostLineProps {
  readonly post: PostView;
  readonly kind: PostKindView | undefined;
  readonly manages: boolean;
}

/** A post, who holds it, and since when it is vacant. */
export function PostLine({ post, kind, manages }: PostLineProps) {
  const command = useCommand(PostView);
  const name = kind?.zh ?? post.kind;
  return (
    <li>
      <div className="main">
        <span className="title">{name}</span>
        <p className="quiet">{kind?.responsibilityZh}</p>
        <ProblemAlert problem={command.problem} />
      </div>
      <div className="side">
        {post.holder ? (
          <span>
            {post.holder.name} <span className="quiet small">{dayWords(post.holder.since)}起</span>
          </span>
        ) : (
          <State tone="due">空缺{post.vacancies.at(-1) && `，${dayWords(post.vacancies.at(-1)!.since)}起`}</State>
        )}
        {manages && post.vacant && (
          <Fill
            post={post}
            name={name}
            choose={(personId) => command.give({ path: `/api/registry/posts/${post.id}/fill`, body: { personId }, version: post.version })}
          />
        )}
        {manages && post.holder && (
          <button
            type="button"
            className="plain"
            disabled={command.busy}
            onClick={() => command.give({ path: `/api/registry/posts/${post.id}/vacate`, body: {}, version: post.version })}
          >
            免去
          </button>
        )}
      </div>
    </li>
  );
}

function Fill({
  post,
  name,
  choose,
}: {
  readonly post: PostView;
  readonly name: string;
  readonly choose: (personId: string) => void;
}) {
  const people = useList(PersonPage, '/api/registry/people', { unitId: post.unitId });
  return (
    <Select
      aria-label={`${name}由谁担任`}
      placeholder="由谁担任"
      style={{ width: 140 }}
      onChange={choose}
      options={people.items.map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}
