import { allCases } from '../../fixtures/scenarios/cases.ts';
import { verifyCampaign } from '@xingchuang/transparency/campaign';
import { fetchPackage, readerOf, unpack } from '../../../services/assessment/src/export/package.fixture.ts';
import { allPlays, type Row } from './play.ts';
import { holds, isRefusal, Player } from './player.ts';

/** The acceptance scenarios through the API of the whole system, with dates on the rehearsal clock. What must come of each row is written by hand. */
const schemes = allCases().map(({ scheme }) => scheme);

const nameOf = ({ case: name, on, by, do: verb, unit, units, refused, with: given }: Row): string =>
  [name && `${name}:`, on, by, verb ?? 'the day comes', unit ?? units, given === undefined ? undefined : JSON.stringify(given).slice(0, 40), refused === undefined ? undefined : `refused ${typeof refused === 'string' ? refused : JSON.stringify(refused)}`].filter(Boolean).join(' ');

const expectedOf = ({ refused, gives }: Row): unknown => (refused === undefined ? gives : typeof refused === 'string' ? { refused } : { refused: refused['code'], ...(refused['facts'] === undefined ? {} : { facts: refused['facts'] }) });

describe.each(allPlays().map((play) => [play.title, play] as const))('%s', (_, play) => {
  let player: Player;
  beforeAll(async () => {
    player = await Player.start(play, schemes);
  }, 180_000);
  afterAll(() => player?.stop());

  test.each(play.rows.map((row, i) => [`${i + 1} ${nameOf(row)}`, row] as const))(
    '%s',
    async (_name, row) => {
      const expected = expectedOf(row);
      const answered = await player.do(row, (one) => (row.refused === undefined ? !isRefusal(one) : true) && (expected === undefined || holds(one, expected)));
      if (row.refused === undefined) expect(isRefusal(answered) ? answered : undefined).toBeUndefined();
      if (expected === undefined) return;
      if (Array.isArray(expected) && expected.every((one) => typeof one === 'string')) expect(answered).toEqual(expected);
      else expect(answered).toMatchObject(expected as object);
    },
    60_000,
  );

  test('each round of it, exported, is reckoned again without a difference', async () => {
    const auditor = await player.system.as('c.auditor');
    const { items } = (await auditor.get(`/api/assessment/campaigns?schemeId=${play.scheme}`)).body as { items: { id: string }[] };
    expect(items.length > 0).toBe(play.rows.some(({ do: verb, refused }) => verb === 'open' && refused === undefined));
    const found = [];
    for (const { id } of items) found.push(...verifyCampaign(readerOf(await unpack(await fetchPackage(auditor, id)))).differences);
    expect(found).toEqual([]);
  }, 60_000);
});
