import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { addBill } from '../../server/bills/bills.ts';
import { letters } from '../../server/db/tables.ts';
import { recountSignatures, tokenOf, withdraw } from '../../server/signatures/signatures.ts';
import { signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign, aLetter } from '../support/invented/letters.ts';
import { someSignatures } from '../support/invented/signatures.ts';
import { aLetterToMeetOn, said } from '../support/meeting.ts';
import { aWorld } from '../support/world.ts';

const organizer = (campaignId: string) => ({
  name: 'Dana Ops',
  email: 'dana@rivers.example',
  roles: [[campaignId, 'organizer']] as [string, 'organizer'][],
});

/** A page's words, one space between them. */
const wordsOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#34;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');

test('an organizer looks for a legislator and takes a sheet along that says what counts at home', async () => {
  const world = await aWorld();
  const { campaign, letter, people } = await aLetterToMeetOn(world);
  await world.db.transaction(async (tx) => {
    const about = { congress: 119, introduced: '2025-02-11', summary: '', source: 'https://congress.example' };
    const on = await addBill(tx, world, {
      ...{ ...about, number: 'H.R. 1234', title: 'Clean Rivers Act' },
      sponsors: [{ legislator: people.okafor.key, role: 'cosponsor' }],
    });
    const off = await addBill(tx, world, { ...about, number: 'S. 22', title: 'Dams Act', sponsors: [] });
    await tx
      .update(letters)
      .set({ bills: [on, off] })
      .where(eq(letters.id, letter.id));
  });
  const browser = await signedIn(world, organizer(campaign.id));
  const url = `/desk/letters/${letter.slug}/meetings`;

  const chosen = await browser.get(`${url}?q=okafor&state=OH`).expect(200);
  expect(chosen.text).toContain(`href="${url}/${people.okafor.key}"`);
  expect(chosen.text).not.toContain(people.okaforGrace.key);
  expect(wordsOf(chosen.text)).toContain('Ben Okafor Representative, OH-07 13 Leaning yes');
  expect(wordsOf((await browser.get(`${url}?q=nobody`).expect(200)).text)).toContain('Nobody here is called that');

  const page = wordsOf((await browser.get(`${url}/${people.okafor.key}`).expect(200)).text);
  for (const words of [
    'Representative Ben Okafor',
    'Republican · U.S. House of Representatives, OH-07 · since 2021',
    'Please sign this letter.',
    'We ask that the rivers be kept clean, and that what is in them be measured every month.',
    'Signed so far 2 legislators: 1 D, 1 R',
    'Led by Sen. Rivera (D-NM)',
    'Signed, of Ohio nobody else yet',
    'Signed, of the same party Rep. van der Hoek (R-MI-10)',
    '13 signatures from OH-07, 5.6% of 234 in all. 34 from all of Ohio.',
    'Oct 5 Oct 12 Oct 19 Oct 26 Nov 2 Nov 9 Nov 16',
    '1 0 0 4 0 2 5',
    'Ōta River Keepers (in OH-07) Łódź Street Parish (in OH-07) Example County Farmers’ Union',
    '2 messages delivered from here and 1 did not get through.',
    `“${said[0]}” A constituent, November 22, 2026`,
    '“clean” is not a word we use for what comes down any more. Please come and see.',
    'H.R. 1234 (119th Congress) Clean Rivers Act cosponsor; 1 cosponsor so far',
    'not a sponsor; 0 cosponsors so far',
    'For the team: not to be left behind',
    'Leaning yes · November 3, 2026 · call with the office',
    'Due by November 25, 2026 Bring the sheet',
    'November 18, 2026, phone with Kim Doe: They read it; the Member wants the numbers.',
  ])
    expect(page).toContain(words);
  for (const words of ['never confirmed', 'for another office', 'Zoë', '44691']) expect(page).not.toContain(words);

  const senator = wordsOf((await browser.get(`${url}/${people.rivera.key}`).expect(200)).text);
  expect(senator).toContain('Thank you for signing. Please bring a colleague along.');
  expect(senator).toContain('200 signatures from New Mexico, 85% of 234 in all.');

  const pdf = await browser.get(`${url}/${people.okafor.key}.pdf`).expect(200);
  expect(pdf.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'private, no-store' });
  expect(pdf.headers['content-disposition']).toContain('representative-ben-okafor.pdf');
});

test('a sheet on which nothing stands yet reads well, and of whom the letter is not open to there is none', async () => {
  const world = await aWorld();
  const people = await aLegislature(world);
  const campaign = await aCampaign(world);
  const { letter } = await aLetter(world, { campaignId: campaign.id, openToPublic: true, openToBodies: ['us-house'] });
  const browser = await signedIn(world, organizer(campaign.id));
  const url = `/desk/letters/${letter.slug}/meetings`;
  const page = wordsOf((await browser.get(`${url}/${people.fjeld.key}`).expect(200)).text);
  for (const words of [
    'Signed so far nobody yet',
    'Nobody from Alaska yet, of 0 signatures in all.',
    'Organizations in Alaska that signed None yet.',
    'Nobody has written from here yet.',
    'Where they stand Not contacted',
    'Nobody has logged a talk with this office',
  ])
    expect(page).toContain(words);
  await browser.get(`${url}/${people.fjeld.key}.pdf`).expect(200);
  for (const key of [people.rivera.key, 'X000000', 'x.pdf']) await browser.get(`${url}/${key}`).expect(404);
});

test('a staffer reads the sheet without the log; volunteers, strangers and other campaigns have none', async () => {
  const world = await aWorld();
  const { campaign, letter, people } = await aLetterToMeetOn(world);
  const url = `/desk/letters/${letter.slug}/meetings/${people.okafor.key}`;
  const as = (role: 'staffer' | 'volunteer', id = campaign.id) =>
    signedIn(world, { name: role, email: `${role}.${id}@rivers.example`, roles: [[id, role]] });
  const page = wordsOf((await (await as('staffer')).get(url).expect(200)).text);
  expect(page).toContain('Leaning yes');
  for (const words of ['Kim', 'Bring the sheet', 'The last talks']) expect(page).not.toContain(words);
  const other = await aCampaign(world);
  for (const browser of [await as('volunteer'), await as('staffer', other.id)])
    for (const path of [url, `${url}.pdf`, `/desk/letters/${letter.slug}/meetings`])
      await browser.get(path).expect(403);
});

test('the weeks follow each signature to where it is counted, and a recount finds nothing wrong', async () => {
  const world = await aWorld();
  const people = await aLegislature(world);
  const campaign = await aCampaign(world);
  const { letter } = await aLetter(world, { campaignId: campaign.id, openToPublic: true });
  const [one] = await someSignatures(world, letter, 3, { homeState: 'OH', homeDistrict: '7' });
  const browser = await signedIn(world, organizer(campaign.id));
  const sheet = async () =>
    wordsOf((await browser.get(`/desk/letters/${letter.slug}/meetings/${people.okafor.key}`).expect(200)).text);
  expect(await sheet()).toContain('Nov 16 0 0 0 0 0 0 0 3');
  await withdraw(world, tokenOf(world, one?.id ?? ''));
  expect(await sheet()).toContain('Nov 16 0 0 0 0 0 0 0 2');
  expect(await world.db.transaction((tx) => recountSignatures(tx, letter.id))).toEqual([]);
});
