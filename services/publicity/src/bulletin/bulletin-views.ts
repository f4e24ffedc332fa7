import type { BulletinLine, BulletinView } from '@xingchuang/contracts';
import { covers, type Actor } from '@xingchuang/rules';
import { checkpointLine } from './bulletin-document.ts';
import { isFrozen, type Bulletin } from './bulletin-rule.ts';
import { isOwn } from './bulletin-service.ts';

/** Stored issues as the contract shows them. */
export const bulletinLine = (bulletin: Bulletin): BulletinLine => ({ ...bulletin, readers: bulletin.readers?.of ?? 'everyone', hasDocument: isFrozen(bulletin) });

export function bulletinView(bulletin: Bulletin, readerUnits: BulletinView['readerUnits'], by: Actor): BulletinView {
  const isDraft = bulletin.state === 'draft' && isOwn(bulletin, by);
  return {
    ...bulletinLine(bulletin),
    readerUnits,
    ...{ unitId: bulletin.unitId, campaignId: bulletin.campaignId, from: bulletin.from, to: bulletin.to },
    texts: bulletin.texts.map((text) => ({ ...text, lines: [...text.lines] })),
    figures: [...bulletin.figures],
    tables: bulletin.tables.map((table) => ({ ...table, columns: [...table.columns], rows: table.rows.map((row) => ({ ...row, cells: { ...row.cells }, computed: { ...row.computed } })) })),
    checkpoint: checkpointLine(bulletin.checkpoint),
    pdfSha256: bulletin.document,
    docxSha256: bulletin.word,
    mayEdit: isDraft && covers(by, 'bulletin.write', bulletin),
    mayApprove: isDraft && covers(by, 'bulletin.approve', bulletin) && !bulletin.writers.includes(by.personId),
  };
}
