import { describe, expect, test } from 'vitest';
import { editCampaign } from '../../server/campaigns/campaigns.ts';
import { listSigned, record } from '../../server/cosigners/cosigners.ts';
import { partners } from '../../server/db/tables.ts';
import { briefOf, type Kind, listMarked, markNational, paperOf } from '../../server/documents/documents.ts';
import { writeText } from '../../server/documents/text.ts';
import { changeLetter, publishVersion, requirePublished, setDearColleague } from '../../server/letters/letters.ts';
import { addStaffContact } from '../../server/whip/whip.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { addSignatures, aSignature } from '../support/invented/signatures.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function aStory(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, different);
  const says = (key: string, position: 'signed' | 'withdrawn' | 'committed' = 'signed') =>
    record(world, anAdmin, letter.slug, key, { position, source: 'e-mail from the office' });
  /** A document as plain text, as somebody gets it. */
  const text = async (kind: Kind = 'letter', viewer: Parameters<typeof paperOf>[1] = null, blank = false) => {
    const now = await requirePublished(world.db, anAdmin, letter.slug);
    return writeText(await paperOf(world, viewer, now, kind, { blank }));
  };
  return { world, people, letter, campaign, says, text };
}

/** The rows of two columns: what stands left and right. */
const rowsOf = (text: string) =>
  text
    .slice(text.indexOf('Sincerely,'))
    .split('\n')
    .filter((line) => /\S {2,}\S/.test(line))
    .map((line) => line.split(/ {2,}/));

describe('the letter', () => {
  test('has its parts in the order of letters on the Hill, and a blank day until it is sent', async () => {
    const { people, text, says } = await aStory({ leads: ['R990001', 'O990001'] });
    for (const alias of ['okafor', 'rivera', 'santos'] as const) await says(people[alias].key);
    expect(await text()).toBe(`DRAFT for circulation

December __, 2026

The Honorable E. Voss
Secretary
U.S. Department of Water
1 Example Plaza NW
Washington, DC 20500

Dear Secretary Voss:

We ask that the rivers be kept clean.

Sincerely,

Ana Rivera                            Ben Okafor
United States Senator                 Member of Congress

Luis Santos
Member of Congress
`);
  });

  test('names no party and no district, and other bodies by their own titles', async () => {
    const { people, text, says } = await aStory({ openToBodies: ['example-city-council', 'ri-senate'] });
    for (const alias of ['park', 'bright'] as const) await says(people[alias].key);
    const whole = await text();
    expect(rowsOf(whole)).toEqual([
      ['Ola Bright', 'Min-ji Park'],
      ['Senator, Rhode Island Senate', 'Council Member, Example City Council'],
    ]);
    expect(whole).not.toMatch(/Democrat|\(D|Ward|District/);
  });

  test('pairs the leads of both chambers, senator left and representative right', async () => {
    const { world, people, letter, says, text } = await aStory({
      leads: ['O990001', 'R990001', 'H990003', 'S990002', 'H990002'],
    });
    for (const alias of ['okafor', 'rivera', 'hoek', 'smithOttilie', 'hale', 'celik'] as const)
      await says(people[alias].key);
    expect(rowsOf(await text()).filter((_, n) => n % 2 === 0)).toEqual([
      ['Ana Rivera', 'Ben Okafor'],
      ['Cornelia Hale', 'Pieter van der Hoek'],
      ['Ottilie Smith', 'Şule Çelik-O’Neil'],
    ]);
    const order = async (of: Partial<LetterRow>) =>
      (await listSigned(world.db, { ...letter, ...of })).map((stand) => stand.last);
    expect(await order({ openToBodies: ['us-house'], leads: ['O990001', 'H990003'] })).toEqual([
      ...['Okafor', 'van der Hoek', 'Çelik-O’Neil', 'Hale', 'Rivera', 'Smith'],
    ]);
    expect(await order({ order: 'chamber', leads: ['O990001'] })).toEqual([
      ...['Okafor', 'Hale', 'Rivera', 'Çelik-O’Neil', 'Smith', 'van der Hoek'],
    ]);
  });

  test('leaves off who signed an older text in substance, and prints the newest one', async () => {
    const { world, people, letter, text, says } = await aStory();
    await says(people.rivera.key);
    await publishVersion(world, anAdmin, letter.slug, { text: 'Another ask.', substantive: true, reason: 'New facts' });
    await says(people.okafor.key);
    const whole = await text();
    expect(whole).toContain('Another ask.');
    expect(whole).toContain('Ben Okafor\nMember of Congress');
    expect(whole).not.toContain('Rivera');
  });

  test('loses its mark when it closes, is dated when it is sent, and tells of who withdrew after that', async () => {
    const { world, people, letter, text, says } = await aStory();
    for (const alias of ['rivera', 'okafor'] as const) await says(people[alias].key);
    await changeLetter(world, anAdmin, letter.slug, { state: 'closed' }, 'the day came');
    expect(await text()).toMatch(/^December __, 2026\n/);
    await changeLetter(world, anAdmin, letter.slug, { state: 'sent', sentDay: '2026-11-22' }, 'it went out');
    expect(await text()).toMatch(/^November 22, 2026\n[\s\S]*Ben Okafor +Ana Rivera/);
    world.pass({ days: 3 });
    await says(people.okafor.key, 'withdrawn');
    // What the public reads of legislators waits for a while.
    world.pass({ minutes: 16 });
    const whole = await text();
    expect(whole.replace(/\s+/g, ' ')).toContain(
      'Erratum, November 25, 2026: Representative Ben Okafor (R-OH-07) withdrew the signature.',
    );
    expect(rowsOf(whole)).toEqual([]);
    await changeLetter(world, anAdmin, letter.slug, { state: 'withdrawn' }, 'a mistake in it');
    expect(await text()).toMatch(/^WITHDRAWN\n/);
  });

  test('names nobody where names are not published, but for the team', async () => {
    for (const [showCosigners, words] of [
      ['count', '1 legislator has signed this letter.'],
      ['private', null],
    ] as const) {
      const { people, campaign, text, says } = await aStory({ showCosigners });
      await says(people.rivera.key);
      const whole = await text();
      expect(whole).not.toContain('Rivera');
      if (words) expect(whole).toContain(words);
      else expect(whole).toMatch(/Sincerely,\n$/);
      expect(await text('letter', aViewer(campaign.id, 'staffer'))).toContain('Ana Rivera\nUnited States Senator');
    }
  });

  test('leaves room for a pen where that is wished, on the signature page too', async () => {
    const { people, text, says } = await aStory();
    await says(people.rivera.key);
    expect(await text('letter', null, true)).toContain('________________\nAna Rivera');
    expect(await text('signatures')).toBe(
      'DRAFT for circulation\n\nA letter on clean rivers\n------------------------\n\nAna Rivera\nUnited States Senator\n',
    );
  });
});

describe('the Dear Colleague', () => {
  test('says who leads, who signed, until when and whom to call, and has the whole text', async () => {
    const { world, people, letter, campaign, text, says } = await aStory({ leads: ['R990001', 'O990001'] });
    await says(people.rivera.key);
    await says(people.celik.key, 'committed');
    await world.db.transaction(async (tx) => {
      const staff = { name: 'Dee Lee', title: 'Legislative Assistant', email: 'dee.lee@office.example', phone: '' };
      await addStaffContact(tx, world, anAdmin, campaign.id, people.rivera.key, staff);
      await tx.insert(partners).values({ id: 'p', campaignId: campaign.id, name: 'River Keepers', website: null });
    });
    await addSignatures(world, letter, [
      aSignature(world, letter, { kind: 'organization', organization: 'The River  Keepers of Ohio', name: 'Al Sign' }),
    ]);
    await setDearColleague(world, anAdmin, letter.slug, 'The rivers **cannot** wait.');
    const whole = await text('dear-colleague');
    const parts = [
      'Dear Colleague\n==============\n',
      'From: Senator Ana Rivera (D-NM); Representative Ben Okafor (R-OH-07)',
      'Date: November 22, 2026',
      'Subject: Sign-on letter: A letter on clean rivers – DEADLINE 12/6',
      'Current signers: Rivera (D-NM)',
      'Supporting organizations: River Keepers, The River Keepers of Ohio',
      'Deadline: Sunday, December 6, 2026 at 10:00 AM EST',
      'Dear Colleague,',
      'The rivers cannot wait.',
      'To sign by Sunday, December 6, 2026 at 10:00 AM EST, or with questions,',
      '- Office of Senator Ana Rivera: Dee Lee, Legislative Assistant,',
      'dee.lee@office.example',
      '- Office of Representative Ben Okafor: 202-555-0100',
      'Sincerely,',
      'Ana Rivera                            Ben Okafor',
      '-----',
      'Text of the letter',
      'December __, 2026',
      'The Honorable E. Voss',
      'Dear Secretary Voss:',
      'We ask that the rivers be kept clean.',
      'Sincerely,',
    ];
    let at = 0;
    for (const part of parts) {
      const found = whole.indexOf(part, at);
      expect(found, `${part} in\n${whole}`).toBeGreaterThanOrEqual(at);
      at = found + part.length;
    }
    expect(whole).not.toMatch(/Çelik|DRAFT/);
  });

  test('says neutral words of its own until somebody writes some, and names no signers that are not published', async () => {
    const { people, text, says } = await aStory({
      showCosigners: 'count',
      deadline: null,
      title: 'Clean *rivers* now',
    });
    await says(people.rivera.key);
    const whole = await text('dear-colleague', anAdmin);
    expect(whole.replace(/\s+/g, ' ')).toContain(
      'We invite you to join us in signing a letter to The Honorable E. Voss, “Clean *rivers* now”. It begins: “We ask that the rivers be kept clean.” The full text is below.',
    );
    expect(whole).not.toMatch(/Rivera|Current signers|DEADLINE|Deadline/);
  });

  test('asks nobody to sign a letter that is closed', async () => {
    const { world, letter, text } = await aStory({ leads: ['R990001'] });
    await changeLetter(world, anAdmin, letter.slug, { state: 'closed' }, 'the day came');
    const whole = await text('dear-colleague');
    expect(whole).toContain('The letter is closed and takes no more names.');
    expect(whole).not.toMatch(/To sign|DEADLINE/);
  });
});

describe('the appendix', () => {
  test('has national organizations, then others and people by state, each as they chose to be shown', async () => {
    const { world, letter, campaign, text } = await aStory({ openToPublic: true });
    const organization = (name: string, homeState: string | null) =>
      aSignature(world, letter, { kind: 'organization', organization: name, name: 'Al Sign', homeState });
    const person = (name: string, homeState: string | null, more = {}) =>
      aSignature(world, letter, { name, homeState, country: null, ...more });
    const rows = [
      organization('Zebra Union', 'OH'),
      organization('The Alder League', 'OH'),
      organization('Rivers of America', 'NM'),
      organization('Bay Friends', 'MD'),
      person('Zoë Łukasz', 'OH', { title: 'Professor', organization: 'Example University' }),
      person('Ana Adams', 'OH'),
      person('Ben Bell', 'OH', { display: 'initials', title: 'Judge' }),
      person('Cy Quiet', 'OH', { display: 'anonymous' }),
      person('Dan Doe', null, { country: 'FR' }),
      person('Eve Else', null),
      person('Old Signer', 'OH', { state: 'pending' }),
    ];
    await addSignatures(world, letter, rows);
    await markNational(world, aViewer(campaign.id, 'organizer'), letter.slug, [rows[2]?.id ?? '']);
    expect(await text('appendix')).toBe(`DRAFT for circulation

Organizations and people who signed
===================================

A letter on clean rivers

Organizations
-------------

National
--------

Rivers of America

Maryland
--------

Bay Friends

Ohio
----

The Alder League
Zebra Union

People
------

Ohio
----

Ana Adams
B. B.
Zoë Łukasz, Professor, Example University*

Outside the United States
-------------------------

Dan Doe

State not given
---------------

Eve Else

And 1 person more, of 6 in all.

* Affiliation for identification only: the organization has not signed.
`);
  });

  test('names nobody where signatures are only counted, but for the team', async () => {
    const { world, letter, campaign, text } = await aStory({ openToPublic: true, showSignatures: 'count' });
    await addSignatures(world, letter, [aSignature(world, letter, { name: 'Zoë Łukasz', homeState: 'OH' })]);
    expect(await text('appendix')).not.toContain('Łukasz');
    expect(await text('appendix', aViewer(campaign.id, 'staffer'))).toContain('Zoë Łukasz');
  });

  test('is marked by organizers alone, and only with organizations of this letter', async () => {
    const { world, letter, campaign } = await aStory({ openToPublic: true });
    const row = aSignature(world, letter, { kind: 'organization', organization: 'Bay Friends', name: 'Al Sign' });
    await addSignatures(world, letter, [row]);
    const as = (role: 'organizer' | 'staffer') => aViewer(campaign.id, role);
    await expect(markNational(world, as('staffer'), letter.slug, [row.id])).rejects.toThrow('organizer');
    await expect(markNational(world, as('organizer'), letter.slug, ['another'])).rejects.toThrow('does not exist');
    await markNational(world, as('organizer'), letter.slug, [row.id]);
    expect(await listMarked(world.db, letter)).toMatchObject([{ row: { shownAs: 'Bay Friends' }, national: true }]);
    await markNational(world, as('organizer'), letter.slug, []);
    expect(await listMarked(world.db, letter)).toMatchObject([{ national: false }]);
  });
});

test('a brief has background, precedents with reported totals, the ask and exhibits with their sources', async () => {
  const { world, campaign, says, people } = await aStory();
  await aLetter(world, {
    campaignId: campaign.id,
    title: 'The letter of 2023',
    state: 'sent',
    sentDay: '2023',
    ...{ reportedTotal: 36, reportedSource: 'Gazette' },
  });
  await aLetter(world, { campaignId: campaign.id, title: 'A secret draft', state: 'draft' });
  await says(people.rivera.key);
  await editCampaign(world, anAdmin, campaign.slug, { ...campaign, ask: 'Sign the **letter**.' });
  const { addBill, linkBill } = await import('../../server/bills/bills.ts');
  const { addExhibit, findCampaign } = await import('../../server/campaigns/campaigns.ts');
  await world.db.transaction(async (tx) => {
    const id = await addBill(tx, world, {
      ...{ congress: 119, number: 'H.R. 1234', title: 'Clean Rivers Act', introduced: '2025-03-04', summary: '' },
      ...{ source: 'congress.gov', sponsors: [{ legislator: people.okafor.key, role: 'sponsor' }] },
    });
    await linkBill(tx, campaign.id, id, 0);
    await addExhibit(tx, world, campaign.id, {
      ...{ ordinal: 0, title: 'Lead in rivers', note: 'Measured in May.', columns: ['River', 'Lead'] },
      rows: [{ cells: ['Rio Example', '12'], source: 'https://rivers.example/report' }],
    });
  });
  const now = await findCampaign(world.db, campaign.slug);
  if (!now) throw new Error('The campaign is gone.');
  const text = writeText(await briefOf(world, now));
  const flat = text.replace(/\s+/g, ' ');
  for (const words of [
    'Clean Rivers Now ================ A brief by Rivers Example Committee Background ---------- A campaign for clean rivers.',
    'A letter on clean rivers: to The Honorable E. Voss; open until Sunday, December 6, 2026 at 10:00 AM EST; 1 legislator signed.',
    'The letter of 2023: to The Honorable E. Voss; sent 2023; 36 signers reported (Gazette).',
    'H.R. 1234 (119th Congress): Clean Rivers Act; introduced March 4, 2025; 1 sponsor; source: congress.gov.',
    'The ask ------- Sign the letter.',
    'River | Lead | Source Rio Example | 12 | https://rivers.example/report Measured in May.',
    `${world.settings.baseUrl}/campaigns/${campaign.slug}`,
  ])
    expect(flat).toContain(words);
  expect(text).not.toContain('secret');
});
