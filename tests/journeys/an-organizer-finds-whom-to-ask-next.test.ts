import supertest from 'supertest';
import { expect, test } from 'vitest';
import { makeToken } from '../../server/accounts/tokens.ts';
import type { Role } from '../../server/basics/viewer.ts';
import { assign, record } from '../../server/cosigners/cosigners.ts';
import { listHistory } from '../../server/history/history.ts';
import { anAccount, anApp, signedIn } from '../support/app.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aTurnover } from '../support/invented/turnover.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function aDesk() {
  const world = await aWorld();
  const made = await aTurnover(world);
  const as = (role: Role) =>
    signedIn(world, { name: 'Dana Ops', email: `${role}@team.example`, roles: [[made.campaign.id, role]] });
  const bearer = async (role: Role) =>
    `Bearer ${await makeToken(world, anAdmin, { name: role, campaignId: made.campaign.id, role })}`;
  const api = supertest(anApp(world));
  return { world, as, bearer, api, gaps: `/desk/letters/${made.letter.slug}/gaps`, ...made };
}

test('an organizer compares with an earlier letter, records who was asked, and they are among the asked', async () => {
  const { as, gaps, letter, people } = await aDesk();
  const desk = await as('organizer');
  const page = await desk.get(`${gaps}?against=letter-of-2023`).expect(200);
  expect(page.text).toContain('Signed “The letter of 2023” (May 10, 2023), and not this letter');
  expect(page.text).toContain('signed as Representative of OH-7; now Senator of OH');
  expect(page.text).toContain('the seat TX-23 is vacant');
  expect(page.text).toContain(`href="/desk/letters/${letter.slug}/whip/${people.heir.key}"`);
  expect(page.text).toContain(`href="/legislators/${people.retired.key}"`);
  expect(page.text).not.toContain(`value="${people.declined.key}"`);

  const keys = [people.stay.key, people.mover.key];
  const form = { deed: 'position', position: 'asked', keys, day: '2026-11-22', source: 'e-mail to the office' };
  await desk.post(`/desk/letters/${letter.slug}/whip`).type('form').send(form).expect(303);
  const after = await desk.get(`${gaps}?against=letter-of-2023&position=asked&state=OH`).expect(200);
  expect(after.text).toContain('<strong>3 legislators</strong> of 14');
  for (const alias of ['stay', 'mover', 'asked'] as const) expect(after.text).toContain(people[alias].full);
});

test('another letter is compared with by its address, and what is none is told beside the field', async () => {
  const { world, as, gaps } = await aDesk();
  const desk = await as('organizer');
  const { letter } = await aLetter(world);
  const address = encodeURIComponent(`https://example.org/letters/${letter.slug}`);
  const page = await desk.get(`${gaps}?against=&other=${address}`).expect(200);
  expect(page.text).toContain('Nobody: the two lists agree.');
  const none = await desk.get(`${gaps}?against=&other=nothing-here`).expect(422);
  expect(none.text).toContain('The address of a published letter, or a bill of this campaign.');
  expect(none.text).toContain('value="nothing-here"');
});

test('committees are proposed with what makes one think of them, and none is taken unasked', async () => {
  const { as, gaps } = await aDesk();
  const desk = await as('organizer');
  const page = await desk.get(`${gaps}?list=committees`).expect(200);
  expect(page.text).toContain('shares “water” with an addressee’s office');
  expect(page.text).not.toContain('checked');
  expect(page.text).toContain('Choose committees above.');
  const chosen = await desk.get(`${gaps}?list=committees&committee=TEWR`).expect(200);
  expect(chosen.text).toContain('Chair of the Senate Committee on Water Resources and its Subcommittee on Rivers');
  const other = await desk.get(`${gaps}?committee=TEWR&committee=TEAG`).expect(200);
  expect(other.text).toContain('on the House Committee on Agriculture');
});

test('volunteers see the offices assigned to them, and strangers nothing', async () => {
  const { world, as, api, gaps, letter, people, campaign } = await aDesk();
  const id = await anAccount(world, { name: 'Vi Ola', email: 'vi@team.example', roles: [[campaign.id, 'volunteer']] });
  await assign(world, anAdmin, letter.slug, people.stay.key, id);
  const volunteer = await as('volunteer');
  const none = await volunteer.get(`${gaps}?against=letter-of-2023`).expect(200);
  expect(none.text).not.toContain('Ada Stay');
  await volunteer.get(`${gaps}.csv`).expect(403);
  await volunteer.get(`/desk/campaigns/${campaign.slug}/supporters`).expect(403);
  const elsewhere = await signedIn(world, { name: 'Ot Her', email: 'ot@her.example', roles: [] });
  await elsewhere.get(gaps).expect(403);
  await api.get(gaps).expect(303);
  await api.get(`/desk/campaigns/${campaign.slug}/supporters.csv`).expect(303);
  const staffer = await as('staffer');
  const page = await staffer.get(`${gaps}?against=letter-of-2023`).expect(200);
  expect(page.text).toContain('Declined');
  expect(page.text).not.toContain('Record all ticked as asked');
});

test('a list is taken along as CSV with its filters, and the history tells of it', async () => {
  const { world, as, gaps, letter, campaign } = await aDesk();
  const desk = await as('staffer');
  const file = await desk.get(`${gaps}.csv?against=letter-of-2023&serving=no`).expect(200);
  expect(file.headers['content-disposition']).toContain('letter-of-today-gaps-2026-11-22.csv');
  expect(file.text.split('\r\n').slice(0, 3)).toEqual([
    '\uFEFFbioguide,full_name,label,chamber,state,district,party,caucus,serving,label_then,party_then,status,can_be_done,reasons,cautions,seat_now_held_by',
    'T99-gone,Jo Gone,Rep. Gone (D-TX-23),us-house,TX,23,Democrat,Democrat,false,Rep. Gone (D-TX-23),Democrat,,left,"signed “The letter of 2023” (May 10, 2023); left office on June 30, 2026; the seat TX-23 is vacant",,',
    'T99-retired,Hal Retired,Rep. Retired (R-TX-03),us-house,TX,3,Republican,Republican,false,Rep. Retired (R-TX-03),Republican,,left,"signed “The letter of 2023” (May 10, 2023); left office on January 3, 2025; the seat TX-3 is now held by Rep. Heir (R-TX-03)",,Rep. Heir (R-TX-03)',
  ]);
  const [row] = await listHistory(world.db, 'letter', letter.id, 1);
  expect(row).toMatchObject({ deed: 'exported', detail: { what: 'gaps', against: 'letter-of-2023', rows: 2 } });
  const supporters = await desk.get(`/desk/campaigns/${campaign.slug}/supporters.csv`).expect(200);
  expect(supporters.text).toContain(
    '"signed “The letter of 2023” (May 10, 2023), as Rep. Mover (R-OH-07)","sponsored H.Con.Res. 12 (118th Congress), as Rep. Mover (R-OH-07)"',
  );
});

test('a program asks for the gaps, with codes beside the words, page by page', async () => {
  const { api, bearer, letter, people, bill } = await aDesk();
  const url = `/api/v1/letters/${letter.slug}/gaps`;
  const staffer = await bearer('staffer');
  const { body } = await api.get(`${url}?against=${bill}`).set('Authorization', staffer).expect(200);
  expect(body).toMatchObject({ total: 3, next: null });
  expect(body.items[1]).toEqual({
    key: people.switched.key,
    name: { first: 'Gil', last: 'Switch', full: 'Gil Switch', suffix: null },
    label: 'Rep. Switch (R-NJ-02)',
    serving: true,
    leftOn: null,
    now: {
      ...{ title: 'Representative', body: 'us-house', state: 'NJ', district: 2, class: null },
      ...{ party: 'Republican', caucus: 'Republican' },
    },
    before: {
      ...{ title: 'Representative', body: 'us-house', state: 'NJ', district: 2, class: null },
      ...{ party: 'Democrat', caucus: 'Democrat' },
    },
    position: null,
    group: 'never-asked',
    reasons: [
      { code: 'cosponsor', words: 'cosponsors H.R. 777 (119th Congress)' },
      { code: 'switched-party', words: 'Democrat then, Republican now' },
      { code: 'never-asked', words: 'was never asked' },
    ],
    seatHeldBy: [],
  });
  const first = await api.get(`${url}?against=letter-of-2023&limit=5`).set('Authorization', staffer).expect(200);
  expect(first.body).toMatchObject({ items: { length: 5 }, total: 14 });
  const rest = await api
    .get(`${url}?against=letter-of-2023&limit=50&cursor=${first.body.next}`)
    .set('Authorization', staffer)
    .expect(200);
  expect(rest.body).toMatchObject({ items: { length: 9 }, next: null });
  const only = await api.get(`${url}?against=${bill}&direction=only`).set('Authorization', staffer).expect(200);
  expect(only.body.items.map((item: { key: string }) => item.key)).toEqual([people.newcomer.key]);

  await api.get(`${url}?against=${bill}`).expect(401);
  await api
    .get(`${url}?against=${bill}`)
    .set('Authorization', await bearer('volunteer'))
    .expect(403);
  for (const query of ['', '?against=', '?against=nothing', `?against=${bill}&direction=up`]) {
    const { body } = await api
      .get(url + query)
      .set('Authorization', staffer)
      .expect(400);
    expect(body.errors[0].path).toBe(query.includes('direction') ? 'direction' : 'against');
  }
});

test('everybody may ask for a campaign’s supporters, and is told what is public', async () => {
  const { world, api, bearer, campaign, people } = await aDesk();
  const { letter: counted } = await aLetter(world, { campaignId: campaign.id, showCosigners: 'count' });
  await record(world, anAdmin, counted.slug, people.chair.key, { position: 'signed', source: 'a call' });
  const url = `/api/v1/campaigns/${campaign.slug}/supporters`;
  const { body } = await api.get(`${url}?limit=500`).expect(200);
  expect(body.total).toBe(18);
  expect(body.reported).toEqual([
    { letter: 'letter-of-2023', bill: null, name: '“The letter of 2023” (May 10, 2023)', total: 31, source: 'Gazette' },
  ]);
  const mover = body.items.find((item: { key: string }) => item.key === people.mover.key);
  expect(mover).toMatchObject({
    ...{ label: 'Sen. Mover (R-OH)', serving: true },
    supports: [
      { letter: 'letter-of-2023', as: 'signer', day: '2023-04-20', label: 'Rep. Mover (R-OH-07)' },
      { bill: 'bill-12', as: 'sponsor', day: null, label: 'Rep. Mover (R-OH-07)' },
    ],
  });
  const team = await api
    .get(`${url}?limit=500`)
    .set('Authorization', await bearer('organizer'))
    .expect(200);
  expect(team.body).toEqual(body);
});
