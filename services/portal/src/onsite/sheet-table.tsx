import type { VisitDetail } from '@xingchuang/contracts';
import { contentOf } from '../evidence/file-line.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { useSession } from '../session/session.ts';

const WORDS: Readonly<Record<string, string>> = { yes: '是', no: '否' };

/** The sheets side by side, item by item. The photos belong to the inspectors' unit; the inspected one reads that there are some. */
export function SheetTable({ visit }: { readonly visit: VisitDetail }) {
  const { seat } = useSession();
  const sheets = visit.sheets.filter(({ handedIn }) => handedIn);
  const isOwn = seat.unitId === visit.unit.id;
  return (
    <section className="card flush">
      <h2 style={{ padding: '16px 24px 8px' }}>评分表</h2>
      <div className="table-wrap" tabIndex={0} role="region" aria-label="评分表">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">项目</th>
              {sheets.map((sheet, index) => (
                <th key={index} scope="col" className="nowrap">
                  {visit.formKind === 'checklist' ? (
                    '结果'
                  ) : sheet.judgeId ? (
                    <PersonName id={sheet.judgeId} />
                  ) : (
                    `评委 ${index + 1}`
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {visit.form.sections.flatMap(({ items }) =>
              items.map((item) => (
                <tr key={item.id}>
                  <td>
                    {item.zh}
                    {item.most && <span className="quiet small nowrap">（{item.most} 分）</span>}
                  </td>
                  {sheets.map((sheet, index) => {
                    const answer = sheet.answers.find(({ itemId }) => itemId === item.id);
                    return (
                      <td key={index}>
                        <span className="words">
                          {answer ? (item.kind === 'yes-no' ? WORDS[answer.value] : answer.value) || '—' : '—'}
                        </span>
                        {answer?.note && <p className="quiet words">{answer.note}</p>}
                        {isOwn && answer && answer.photos.length > 0 && (
                          <p className="quiet small">照片 {answer.photos.length} 张</p>
                        )}
                        {!isOwn &&
                          answer?.photos.map(({ id, fileId }, at) => (
                            <a
                              key={id}
                              href={contentOf(fileId)}
                              target="_blank"
                              rel="noreferrer"
                              className="small nowrap"
                              style={{ marginInline: '8px 0' }}
                            >
                              照片 {at + 1}
                            </a>
                          ))}
                      </td>
                    );
                  })}
                </tr>
              )),
            )}
            <tr>
              <th scope="row">合计</th>
              {sheets.map((sheet, index) => (
                <td key={index}>
                  <strong>{sheet.total}</strong>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}
