import { beforeEach, describe, expect, test } from 'vitest';
import { NotAllowed, NotFound, NotSignedIn } from '../../server/basics/errors.ts';
import {
  addPartner,
  createCampaign,
  deleteCampaign,
  listCoverage,
  listExhibits,
  listPartners,
  listTimeline,
} from '../../server/campaigns/campaigns.ts';
import { deleteCoverage, saveCoverage } from '../../server/campaigns/coverage.ts';
import { deleteExhibit, moveExhibit, saveExhibit } from '../../server/campaigns/exhibits.ts';
import { readTable, type Table, tableFile, tableText } from '../../server/campaigns/exhibitTable.ts';
import { addPartners, readPartners, removePartners } from '../../server/campaigns/partners.ts';
import { deleteHappening, saveHappening } from '../../server/campaigns/timeline.ts';
import { coverage, exhibits, partners, timeline } from '../../server/db/tables.ts';
import { listHistory } from '../../server/history/history.ts';
import { aCampaign, type CampaignRow } from '../support/invented/letters.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

describe('a table as it is pasted', () => {
  const read = (text: string) => {
    const got = readTable(text);
    return got.ok ? got.table : got.problems;
  };

  test('holds the source in the column of that name, or in the last one', () => {
    const columns = ['Year', 'Spills'];
    const rows = [{ cells: ['2025', '31'], source: 'State report' }];
    expect(read('Year,Spills,From\n2025,31,State report')).toEqual({ columns, rows });
    expect(read('Year,SOURCES,Spills\n2025,State report,31\n')).toEqual({ columns, rows });
    expect(read('\uFEFFYear\tSpills\tFrom\r\n2025\t31\tState report\t\t\r\n\r\n')).toEqual({ columns, rows });
    expect(read('Year;Spills;From\n"2025";31;"State\n report"')).toEqual({ columns, rows });
  });

  test('is refused with its lines named where a row has no source, or does not fit', () => {
    expect(read('Year,Spills,Source\n2025,31,Report\n2026,33,\n\n2027,1,Report,5\n,,Report')).toEqual([
      'Line 3 has no source (the column “Source”).',
      'Line 5 has 4 cells, and the first row names 3.',
      'Line 6 has a source and nothing else.',
    ]);
    expect(read('')).toEqual(['The first row names the columns: one or more, and one for the source.']);
    expect(read('Facts\nOne')).toEqual(['The first row names the columns: one or more, and one for the source.']);
    expect(read('Year,Source')).toEqual(['There is no row below the names of the columns.']);
    expect(read('Year,,Source\n1,2,3')).toEqual(['Column 2 has no name in the first row.']);
    expect(read(`Year,Source\n${'x'.repeat(501)},Report`)).toEqual(['Line 2: “Year” is longer than 500 characters.']);
    expect(read(`${Array.from({ length: 13 }, (_, n) => `c${n}`).join(',')}\n1`)).toEqual([
      'A table has at most 12 columns; this one has 13.',
    ]);
    expect(read(`Year,Source\n${'1,R\n'.repeat(501)}`)).toEqual(['A table has at most 500 rows; this one has 501.']);
    const many = read(`Year,Source\n${'1,\n'.repeat(20)}`);
    expect(many).toHaveLength(11);
    expect(many).toContain('And 10 more like these.');
  });

  test('takes the most there may be', () => {
    const columns = Array.from({ length: 12 }, (_, n) => `c${n}`).join(',');
    const table = read(`${columns}\n${`${'x,'.repeat(11)}R\n`.repeat(500)}`) as Table;
    expect(table.rows).toHaveLength(500);
    expect(table.columns).toHaveLength(11);
  });

  test('comes back the same from its text and from its file, in which nothing runs', () => {
    const table = {
      columns: ['What, exactly', 'Change; in %'],
      rows: [
        { cells: ['=1+1', '-5'], source: 'A "report", 2025' },
        { cells: ['007', ''], source: 'Ministère de l’eau' },
      ],
    };
    expect(readTable(tableText(table))).toEqual({ ok: true, table });
    expect(readTable(tableFile(table))).toEqual({ ok: true, table });
    expect(tableFile(table)).toContain("'=1+1,'-5,");
  });
});

test('lines name organizations, with or without a website', () => {
  const { partners: read, problems } = readPartners(
    [
      'River Keepers, https://rk.example',
      "St. John's Parish, Acme Inc.",
      'Lake Trust — https://lake.example/about',
      '',
      'Bird Club\tbirds.example',
      'https://only.example',
      'Weird http://nohost',
      `${'x'.repeat(801)}`,
    ].join('\r\n'),
  );
  expect(read).toEqual([
    { name: 'River Keepers', website: 'https://rk.example/' },
    { name: "St. John's Parish, Acme Inc.", website: null },
    { name: 'Lake Trust', website: 'https://lake.example/about' },
    { name: 'Bird Club', website: 'https://birds.example/' },
  ]);
  expect(problems.map((problem) => problem.slice(0, 20))).toEqual([
    'Line 6 has no name.',
    'Line 7 has “http://n',
    'Line 8 is too long f',
  ]);
});

describe('the facts of a campaign', () => {
  let world: TestWorld;
  let campaign: CampaignRow;
  beforeEach(async () => {
    world = await aWorld();
    campaign = await aCampaign(world);
  });
  const dana = () => aViewer(campaign.id, 'organizer');
  const table = (title: string) => ({ title, note: '', columns: ['A'], rows: [{ cells: ['1'], source: 'S' }] });
  const article = {
    outlet: 'Rivers Weekly',
    day: '2026-05',
    stance: 'critical',
    summary: 'Doubts it.',
    url: null,
  } as const;
  const spill = { day: '2025-06-01', text: 'A spill.', source: 'State report' };

  test('are added, changed, ordered and removed, and the history tells who did what', async () => {
    const titles = async () => (await listExhibits(world.db, campaign.id)).map((one) => one.title);
    const first = await saveExhibit(world, dana(), campaign.slug, null, table('One'));
    const second = await saveExhibit(world, dana(), campaign.slug, null, table('Two'));
    await saveExhibit(world, dana(), campaign.slug, null, table('Three'));
    await moveExhibit(world, dana(), campaign.slug, second.id, -1);
    await moveExhibit(world, dana(), campaign.slug, second.id, -1);
    expect(await titles()).toEqual(['Two', 'One', 'Three']);
    await moveExhibit(world, dana(), campaign.slug, second.id, 1);
    await saveExhibit(world, dana(), campaign.slug, first.id, table('One, again'));
    await deleteExhibit(world, dana(), campaign.slug, second.id);
    expect(await titles()).toEqual(['One, again', 'Three']);
    await saveExhibit(world, dana(), campaign.slug, null, table('Four'));
    expect(await titles()).toEqual(['One, again', 'Three', 'Four']);

    await saveCoverage(world, dana(), campaign.slug, null, article);
    const [item] = await listCoverage(world.db, campaign.id);
    await saveCoverage(world, dana(), campaign.slug, item?.id ?? '', { ...article, stance: 'neutral' });
    expect(await listCoverage(world.db, campaign.id)).toMatchObject([{ stance: 'neutral', day: '2026-05' }]);
    await deleteCoverage(world, dana(), campaign.slug, item?.id ?? '');

    await saveHappening(world, dana(), campaign.slug, null, spill);
    await saveHappening(world, dana(), campaign.slug, null, { ...spill, day: '2025', text: 'The year.' });
    await saveHappening(world, dana(), campaign.slug, null, { ...spill, day: '2025-06', text: 'The month.' });
    const days = await listTimeline(world.db, campaign.id);
    expect(days.map((one) => one.text)).toEqual(['The year.', 'The month.', 'A spill.']);
    await saveHappening(world, dana(), campaign.slug, days[0]?.id ?? '', { ...spill, text: 'Changed.' });
    await deleteHappening(world, dana(), campaign.slug, days[1]?.id ?? '');

    expect(
      await addPartners(world, dana(), campaign.slug, [
        { name: 'The Zebra Fund', website: null },
        { name: 'Álamo Trust', website: 'https://alamo.example/' },
        { name: 'alamo  trust', website: null },
      ]),
    ).toEqual({ added: 2, known: 1 });
    const listed = await listPartners(world.db, campaign.id);
    expect(listed.map((one) => one.name)).toEqual(['Álamo Trust', 'The Zebra Fund']);
    expect(await removePartners(world, dana(), campaign.slug, [listed[0]?.id ?? '', 'nobody'])).toBe(1);

    const history = await listHistory(world.db, 'campaign', campaign.id);
    expect(history.map(({ deed, detail }) => `${deed}: ${detail['title']}`).reverse()).toEqual([
      ...['added an exhibit: One', 'added an exhibit: Two', 'added an exhibit: Three'],
      ...['moved an exhibit: Two', 'moved an exhibit: Two'],
      ...['changed an exhibit: One, again', 'removed an exhibit: Two', 'added an exhibit: Four'],
      ...['added coverage: Rivers Weekly', 'changed coverage: Rivers Weekly', 'removed coverage: Rivers Weekly'],
      ...['added to the timeline: A spill.', 'added to the timeline: The year.', 'added to the timeline: The month.'],
      ...['changed the timeline: Changed.', 'removed from the timeline: The month.'],
      ...['added partners: The Zebra Fund; Álamo Trust', 'removed partners: Álamo Trust'],
    ]);
    expect(history.every(({ actor }) => actor === 'Dana Ops')).toBe(true);
  });

  test('belong to the campaign’s organizers alone', async () => {
    const exhibit = await saveExhibit(world, dana(), campaign.slug, null, table('One'));
    await saveCoverage(world, dana(), campaign.slug, null, article);
    await saveHappening(world, dana(), campaign.slug, null, spill);
    const item = (await listCoverage(world.db, campaign.id))[0]?.id ?? '';
    const day = (await listTimeline(world.db, campaign.id))[0]?.id ?? '';
    const other = await aCampaign(world);
    const elsewhere = aViewer(other.id, 'organizer');
    await expect(saveExhibit(world, null, campaign.slug, null, table('x'))).rejects.toThrow(NotSignedIn);
    await expect(addPartners(world, aViewer(campaign.id, 'staffer'), campaign.slug, [])).rejects.toThrow(NotAllowed);
    await expect(deleteCoverage(world, elsewhere, campaign.slug, item)).rejects.toThrow(NotAllowed);
    // Nor does a role in one campaign reach the facts of another by their ids.
    await expect(saveExhibit(world, elsewhere, other.slug, exhibit.id, table('x'))).rejects.toThrow(NotFound);
    await expect(deleteExhibit(world, elsewhere, other.slug, exhibit.id)).rejects.toThrow(NotFound);
    await expect(moveExhibit(world, elsewhere, other.slug, exhibit.id, 1)).rejects.toThrow(NotFound);
    await expect(saveCoverage(world, elsewhere, other.slug, item, article)).rejects.toThrow(NotFound);
    await expect(deleteCoverage(world, elsewhere, other.slug, item)).rejects.toThrow(NotFound);
    await expect(saveHappening(world, elsewhere, other.slug, day, spill)).rejects.toThrow(NotFound);
    await expect(deleteHappening(world, elsewhere, other.slug, day)).rejects.toThrow(NotFound);
    expect(await removePartners(world, elsewhere, other.slug, ['x'])).toBe(0);
    expect(await listExhibits(world.db, campaign.id)).toHaveLength(1);
  });

  test('have limits', async () => {
    for (let n = 0; n < 50; n += 1) await saveExhibit(world, dana(), campaign.slug, null, table(`Table ${n}`));
    await expect(saveExhibit(world, dana(), campaign.slug, null, table('x'))).rejects.toMatchObject({
      reason: 'too-many',
    });
    const names = Array.from({ length: 501 }, (_, n) => ({ name: `Partner ${n}`, website: null }));
    await expect(addPartners(world, dana(), campaign.slug, names)).rejects.toMatchObject({ reason: 'too-many' });
    expect(await listPartners(world.db, campaign.id)).toEqual([]);
    expect(await addPartners(world, dana(), campaign.slug, names.slice(1))).toEqual({ added: 500, known: 0 });
  });

  test('go with their campaign', async () => {
    const draft = await createCampaign(world, anAdmin, { ...campaign, slug: 'short-lived', ask: 'Act.' });
    expect(draft.ask).toBe('Act.');
    await saveExhibit(world, anAdmin, draft.slug, null, table('One'));
    await saveCoverage(world, anAdmin, draft.slug, null, article);
    await saveHappening(world, anAdmin, draft.slug, null, spill);
    await world.db.transaction((tx) => addPartner(tx, world, draft.id, { name: 'River Keepers' }));
    await deleteCampaign(world, anAdmin, draft.slug);
    for (const kind of [exhibits, coverage, timeline, partners]) expect(await world.db.$count(kind)).toBe(0);
  });
});
