import { Form, Input } from 'antd';
import { Link, useParams } from 'react-router';
import { FindingPage, MatterView, SchemeDetail, type MatterLink, type MatterStudy } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Lines } from '../shared/lines.tsx';
import { ManySelect } from '../shared/many-select.tsx';
import { MoreBelow } from '../shared/more-below.tsx';
import { Nothing, Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { Acts } from './acts.tsx';
import { FINDING_WORDS } from './areas.tsx';
import { MatterState } from './matters-page.tsx';

const LEDGER = '/api/rectification/findings';

export function MatterPageView() {
  const { id } = useParams();
  return <Reading read={useRead(MatterView, `/api/rectification/matters/${id}`)}>{(data) => <Matter of={data} />}</Reading>;
}

function Matter({ of: one }: { readonly of: MatterView }) {
  const may = useMay();
  const scheme = useRead(SchemeDetail, `/api/assessment/schemes/${one.schemeId}`, {}, 300).data;
  const path = `/api/rectification/matters/${one.id}`;
  return (
    <Page title={one.title} up={{ to: '/app/rectification/matters', name: '共性问题' }} lead={<MatterState of={one} />}>
      <Acts
        title="归并和研究"
        of={[
          { id: 'link', name: '归入问题', when: may('finding.open'), form: <LinkForm path={path} of={one} /> },
          { id: 'study', name: '记录研究结果', when: may('finding.open') && one.commonSince !== '', form: <StudyForm path={path} of={one} /> },
        ]}
      />
      <section className="card">
        <h2>情况</h2>
        <Pairs
          of={[
            ['归并范围', <UnitName key="u" id={one.unitId} />],
            ['评定办法', scheme?.name.zh],
            ['涉及方面', scheme?.catalogue.dimensions.find(({ id }) => id === one.aspect)?.zh],
            ['涉及单位', `${one.units} 个`],
          ]}
        />
      </section>
      {one.study && (
        <section className="card">
          <h2>研究结果</h2>
          <p className="quiet small">
            {dayWords(one.study.day)} <UnitName id={one.study.by} />
          </p>
          <Pairs
            of={[
              ['共同原因', <span key="t" className="words">{one.study.text}</span>],
              ['共同措施', <span key="m" className="words">{one.study.measure}</span>],
            ]}
          />
        </section>
      )}
      <h2>各单位的问题</h2>
      <OwnLines of={one} />
    </Page>
  );
}

function OwnLines({ of: { id } }: { readonly of: MatterView }) {
  const findings = useList(FindingPage, LEDGER, { matterId: id });
  return (
    <Lines of={findings} label="各单位的问题" keyOf={(one) => one.id} empty={<Nothing title="还没有归入问题" />}>
      {(one) => (
        <>
          <div className="main">
            <Link className="title" to={`/app/rectification/findings/${one.id}`}>
              <UnitName id={one.unitId} />
            </Link>
            <p className="quiet">{`${one.title} · ${dayWords(one.foundOn)}发现`}</p>
          </div>
          <div className="side">
            {one.limit && one.state !== 'closed' && <Deadline day={one.limit.lastDay} />}
            <State tone={FINDING_WORDS[one.state]![1]}>{FINDING_WORDS[one.state]![0]}</State>
          </div>
        </>
      )}
    </Lines>
  );
}

/** Only what can be a line of it: the same scheme and aspect, below its node, not named elsewhere. */
function LinkForm({ path, of: one }: { readonly path: string; readonly of: MatterView }) {
  const ledger = useList(FindingPage, LEDGER, { unitId: one.unitId, subtree: true });
  const fitting = ledger.items.filter(({ matterId, schemeId, aspect, state }) => matterId === '' && schemeId === one.schemeId && aspect === one.aspect && state !== 'joined');
  return (
    <CommandForm
      label="归入问题"
      submit="归入"
      draft={`link-${path}`}
      schema={MatterView}
      said="已归入，各单位仍各自整改"
      again
      order={({ findingIds }: MatterLink) => ({ path: `${path}/findings`, body: { findingIds } })}
    >
      <Form.Item name="findingIds" label="各单位的问题" rules={[{ required: true, message: '请选择问题' }]} extra="同一评定办法、同一方面、还没有归并的问题">
        <ManySelect placeholder="请选择" optionFilterProp="search" notFoundContent="没有可归入的问题" popupRender={(menu) => <>{menu}<MoreBelow of={ledger} /></>} options={fitting.map(({ id, unitId, title, foundOn }) => ({ value: id, search: title, label: <Choice unitId={unitId} title={title} foundOn={foundOn} /> }))} />
      </Form.Item>
    </CommandForm>
  );
}

const Choice = ({ unitId, title, foundOn }: { readonly unitId: string; readonly title: string; readonly foundOn: string }) => (
  <>
    <UnitName id={unitId} />
    {`：${title}（${dayWords(foundOn)}）`}
  </>
);

const StudyForm = ({ path, of: { study } }: { readonly path: string; readonly of: MatterView }) => (
  <CommandForm
    label="记录研究结果"
    submit="记录研究结果"
    draft={`study-${path}`}
    schema={MatterView}
    said="研究结果已记录"
    initial={{ text: study?.text, measure: study?.measure }}
    order={({ text, measure }: MatterStudy) => ({ path: `${path}/study`, body: { text, measure } })}
  >
    <Form.Item name="text" label="共同原因" rules={[{ required: true, message: '请写明共同原因' }]}>
      <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={5_000} />
    </Form.Item>
    <Form.Item name="measure" label="共同措施" rules={[{ required: true, message: '请写明共同措施' }]}>
      <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={5_000} />
    </Form.Item>
  </CommandForm>
);
