// The process in which a workbook is read: takes its bytes once, answers with its sheets, and is ended by who asked.
import { readXlsx } from 'hucre/xlsx';

/** Characters of all cells together, an empty one counted as one; a text that cells share is sent, and kept, once for each of them. */
const MOST_TEXT = 16 * 1024 * 1024;

process.once('message', async ({ bytes, wanted: { maxRows, firstOnly } }) => {
  try {
    const workbook = await readXlsx(bytes, { maxRows, ...(firstOnly && { sheets: [0] }) });
    const isTooMuch = textOf(workbook.sheets) > MOST_TEXT;
    process.send(isTooMuch ? { isTooMuch } : { sheets: workbook.sheets.map(({ name, rows }) => ({ name, rows: rows.map((cells) => cells.map(plain)) })) });
  } catch {
    process.send({}); // a ZIP without a sheet, a damaged workbook
  }
});

/** A date cell has no zone: it is read as midnight UTC. */
const plain = (cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : cell);

function textOf(sheets) {
  let size = 0;
  for (const { rows } of sheets) for (const cells of rows) for (const cell of cells) size += typeof cell === 'string' ? cell.length + 1 : 1;
  return size;
}
