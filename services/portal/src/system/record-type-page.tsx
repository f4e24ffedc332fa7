import { useParams } from 'react-router';
import type { RecordTypeView } from '@xingchuang/contracts';
import { useRecordTypes } from '../evidence/record-types.ts';
import { usePostKinds, useUnitKinds } from '../registry/kinds.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Coming } from '../shared/problem-alert.tsx';
import { sourceWords } from '../shared/words.ts';
import { expectedWords, FIELD_WORDS, filerWords, MEASURE_WORDS } from './record-type-words.ts';

/** One register type: what it asks, what it counts, when it is expected and who files it. */
export function RecordTypePage() {
  const { id } = useParams();
  const type = useRecordTypes().find((one) => one.id === id);
  return type ? <Type of={type} /> : <Coming />;
}

function Type({ of: type }: { readonly of: RecordTypeView }) {
  const units = useUnitKinds();
  const posts = usePostKinds();
  const { min, max } = type.attachments;
  return (
    <Page title={type.zh} up={{ to: '/app/system/record-types', name: '台账类型' }} lead={type.restricted ? <State tone="due">限制查阅</State> : type.en}>
      <section className="card">
        <h2>概况</h2>
        <Pairs
          of={[
            ['登记', filerWords(type)],
            ['指定岗位', type.filedByPost?.map((post) => posts.find(({ kind }) => kind === post)?.zh ?? post).join('、')],
            ['适用单位', type.units?.map((unit) => units.find(({ kind }) => kind === unit)?.zh ?? unit).join('、') ?? '各类单位'],
            ['附件', max === undefined ? (min === 0 ? '可不附' : `至少 ${min} 个`) : `${min} 至 ${max} 个`],
            ['依据', sourceWords(type.source)],
            ['关联任务', type.tasks.length === 0 ? '无' : `${type.tasks.length} 项`],
          ]}
        />
      </section>
      <section className="card" aria-labelledby="expected">
        <h2 id="expected">多久一次</h2>
        {type.expects.length === 0 ? (
          <p className="quiet">没有固定期限，有事即记；评定办法可以另有规定。</p>
        ) : (
          <ul className="stack tight">
            {type.expects.map((one) => (
              <li key={one.id}>
                {one.zh} <span className="quiet">{expectedWords(one)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="stack tight" aria-labelledby="fields">
        <h2 id="fields">填写内容</h2>
        <div className="card flush table-wrap" tabIndex={0} role="region" aria-label="填写内容">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">项目</th>
                <th scope="col">填法</th>
                <th scope="col">必填</th>
                <th scope="col">说明</th>
              </tr>
            </thead>
            <tbody>
              {type.fields.map((field) => (
                <tr key={field.id}>
                  <td>{field.zh}</td>
                  <td>{FIELD_WORDS[field.type]}</td>
                  <td>{field.required ? '是' : ''}</td>
                  <td>{(field.values ?? field.columns)?.map(({ zh }) => zh).join('、')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {type.measures.length > 0 && (
        <section className="card" aria-labelledby="measures">
          <h2 id="measures">统计</h2>
          <ul className="stack tight">
            {type.measures.map((measure) => (
              <li key={measure.id}>
                {measure.zh} <span className="quiet">{MEASURE_WORDS[measure.kind]}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {type.steps && (
        <section className="card" aria-labelledby="steps">
          <h2 id="steps">步骤{type.steps.inOrder && '（依次）'}</h2>
          <ol className="stack tight" style={{ paddingLeft: 20, listStyle: 'decimal' }}>
            {type.steps.items.map((step) => (
              <li key={step.id}>
                {step.zh} {step.optional && <span className="quiet">可省</span>}
              </li>
            ))}
          </ol>
        </section>
      )}
      {type.gaps.length > 0 && (
        <section className="card" aria-labelledby="gaps">
          <h2 id="gaps">缺项检查</h2>
          <ul className="stack tight">
            {type.gaps.map((gap) => (
              <li key={gap.id}>{gap.zh}</li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}
