import { Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-router';
import { grouped, useRecordTypes } from '../evidence/record-types.ts';
import { Nothing, Page } from '../shared/page.tsx';
import { Coming } from '../shared/problem-alert.tsx';
import { SystemSections } from './areas.tsx';
import { filerWords, frequencyWords } from './record-type-words.ts';

/** The register types of the system, by group. */
export function RecordTypesPage() {
  const types = useRecordTypes();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim().toLowerCase());
  const found = types.filter(({ id, zh, en }) => [id, zh, en].some((one) => one.toLowerCase().includes(search)));
  return (
    <Page title="系统" lead="每种台账要填什么、统计什么、多久一次、谁来登记；新增一种只需一个文件">
      <SystemSections />
      <Input.Search aria-label="查找台账类型" placeholder="输入名称查找" allowClear value={typed} onChange={(event) => setTyped(event.target.value)} style={{ maxWidth: 420 }} />
      {types.length === 0 ? (
        <Coming />
      ) : found.length === 0 ? (
        <Nothing title="没有找到" />
      ) : (
        grouped(found).map(([group, of]) => (
          <section key={group} className="stack tight" aria-label={group}>
            <h2>
              {group}（{of.length}）
            </h2>
            <ul className="card flush lines" aria-label={group}>
              {of.map((type) => (
                <li key={type.id}>
                  <div className="main">
                    <Link className="title" to={`/app/system/record-types/${type.id}`}>
                      {type.zh}
                    </Link>
                    <p className="quiet">
                      {frequencyWords(type)} · {filerWords(type)}
                    </p>
                  </div>
                  <div className="side quiet">{type.fields.length} 项</div>
                </li>
              ))}
            </ul>
          </section>
        ))
      )}
    </Page>
  );
}
