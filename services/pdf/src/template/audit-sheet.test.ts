import { shippedRenderer } from '../render.ts';
import { bulletin } from './data.fixture.ts';

const compose = (name: string, data: unknown) => shippedRenderer().compose(name, data);
const render = (name: string, data: unknown) => shippedRenderer().render(name, data);
const tried = async (name: string, data: unknown) => render(name, data);

const sheet = { ...bulletin, title: '一季度档案抽查情况表', signers: ['抽查人', '被抽查单位负责人'] };

test('a sheet has a line for each who signs, and is the same for the same data', async () => {
  const [one, other] = [render('audit-sheet', sheet), render('audit-sheet', sheet)];
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  const written = (compose('audit-sheet', sheet)).pages.flatMap(({ marks }) => marks.flatMap((mark) => ('text' in mark ? [mark.text] : []))).join('');
  for (const signer of sheet.signers) expect(written).toContain(signer);
});

test.each([
  ['nobody', []],
  ['a blank name', [' ']],
])('%s to sign is refused', async (_, signers) => {
  await expect(tried('audit-sheet', { ...sheet, signers })).rejects.toMatchObject({ code: 'pdf.data-invalid' });
});
