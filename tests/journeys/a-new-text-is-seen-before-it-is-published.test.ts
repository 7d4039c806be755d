import supertest from 'supertest';
import { beforeEach, describe, expect, test } from 'vitest';
import { listSigned, record } from '../../server/cosigners/cosigners.ts';
import { listHistory } from '../../server/history/history.ts';
import { listVersions, publishVersion } from '../../server/letters/letters.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type CampaignRow, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let campaign: CampaignRow;
let letter: LetterRow;
let people: Awaited<ReturnType<typeof aLegislature>>;
beforeEach(async () => {
  world = await aWorld();
  people = await aLegislature(world);
  ({ campaign, letter } = await aLetter(world, {
    text: 'We ask that the rivers be kept clean.\n\nIt matters to all of us.',
  }));
});

const organizer = () =>
  signedIn(world, { name: 'Dana Ops', email: 'dana@ops.example', roles: [[campaign.id, 'organizer']] });
const stranger = () => supertest(anApp(world));
const longer = 'We ask that the rivers and lakes be kept clean.\n\nIt matters to all of us.';

describe('whoever writes a new text', () => {
  test('sees what it changes first, and keeps what was typed', async () => {
    const desk = await organizer();
    const url = `/desk/letters/${letter.slug}/versions/new`;
    const post = (fields: object) => desk.post(url).type('form').send(fields);
    const form = (await desk.get(url).expect(200)).text;
    expect(form).toContain('See what changes');
    expect(form).not.toContain('Publish this version');

    const seen = (await post({ do: 'see', after: '1', text: longer }).expect(200)).text;
    expect(seen).toContain('0 words removed, 2 added.');
    expect(seen).toContain('the rivers <ins>and lakes </ins>be kept clean.');
    expect(seen).toContain('Publish this version');
    expect(seen).toMatch(/name="substantive" value="yes" checked/);
    expect(await listVersions(world.db, letter.id)).toHaveLength(1);

    // A change of substance needs its reason; what was typed stays.
    const refused = (
      await post({ do: 'publish', after: '1', text: longer, reason: '', substantive: 'yes' }).expect(422)
    ).text;
    expect(refused).toContain('id="reason-problem"');
    expect(refused).toContain('and lakes be kept clean.');
    expect(await listVersions(world.db, letter.id)).toHaveLength(1);

    const back = (await post({ do: 'write', after: '1', text: longer, reason: 'Lakes "too".' }).expect(200)).text;
    expect(back).toContain('and lakes be kept clean.');
    expect(back).toContain('name="reason" value="Lakes &#34;too&#34;."');
    const again = (await post({ do: 'see', after: '1', text: longer, reason: 'Lakes "too".' }).expect(200)).text;
    expect(again).not.toMatch(/name="substantive" value="yes" checked/);

    await post({ do: 'publish', after: '1', text: longer, reason: 'Lakes too.', substantive: 'yes' }).expect(303);
    expect((await listVersions(world.db, letter.id)).at(-1)).toMatchObject({
      number: 2,
      text: longer,
      substantive: true,
    });
  });

  test('is told when nothing changed, and when somebody else was quicker', async () => {
    const desk = await organizer();
    const post = (fields: object) => desk.post(`/desk/letters/${letter.slug}/versions/new`).type('form').send(fields);
    expect((await post({ do: 'see', after: '1', text: letter.text }).expect(422)).text).toContain('same as before');
    await post({ do: 'see', after: '1', text: ' ' }).expect(422);
    await publishVersion(world, anAdmin, letter.slug, { text: 'A rival text.', substantive: false, reason: '' });
    const seen = (await post({ do: 'see', after: '1', text: longer }).expect(200)).text;
    expect(seen).toContain('Somebody published version 2 meanwhile');
    expect(seen).toContain('A rival text.');
    expect(seen).toContain('name="after" value="2"');
    await post({ do: 'publish', after: '1', text: longer, reason: 'x' }).expect(409);
    await post({ do: 'publish', after: '2', text: longer, reason: 'x' }).expect(303);
  });

  test('cannot make the page run anything', async () => {
    const desk = await organizer();
    const text = '</table><script>alert(1)</script> "quoted"';
    const seen = await desk
      .post(`/desk/letters/${letter.slug}/versions/new`)
      .type('form')
      .send({ do: 'see', after: '1', text });
    expect(seen.status).toBe(200);
    expect(seen.text).not.toContain('<script>alert');
  });

  test('must be an organizer of this campaign', async () => {
    const staffer = await signedIn(world, { name: 'Sol', email: 'sol@ops.example', roles: [[campaign.id, 'staffer']] });
    const url = `/desk/letters/${letter.slug}/versions/new`;
    await staffer.post(url).type('form').send({ do: 'see', after: '1', text: longer }).expect(403);
    await stranger().post(url).type('form').send({ do: 'see', after: '1', text: longer }).expect(401);
  });
});

describe('everybody', () => {
  const publish = async (text: string, substantive: boolean, reason: string) => {
    world.pass({ days: 1 });
    await publishVersion(world, anAdmin, letter.slug, { text, substantive, reason });
  };

  test('reads what changed between two versions, and why', async () => {
    await publish(longer, true, 'Lakes matter as well.');
    await publish(longer.replace('clean', 'very clean'), false, 'A missing word.');
    const url = `/letters/${letter.slug}/versions`;
    const last = await stranger().get(`${url}/3/changes`).expect(200);
    expect(last.headers['cache-control']).toContain('public');
    expect(last.text).toContain('<ins>very </ins>');
    expect(last.text).not.toContain('<ins>and lakes');
    expect(last.text).toContain('Version 3, November 24, 2026: a small correction, signers stay. A missing word.');
    expect(last.text).toContain(`${url}/3/changes?from=1`);
    const whole = (await stranger().get(`${url}/3/changes?from=1`).expect(200)).text;
    expect(whole).toContain('0 words removed, 3 added.');
    expect(whole).toContain('whoever signed is asked again. Lakes matter as well.');
    expect(whole).toContain('A missing word.');
    expect((await stranger().get(`${url}/2`).expect(200)).text).toContain(`${url}/2/changes`);
    expect((await stranger().get(`/letters/${letter.slug}`).expect(200)).text).toContain(`${url}/3/changes`);
    for (const path of [
      '1/changes',
      '4/changes',
      '2/changes?from=2',
      '2/changes?from=3',
      '2/changes?from=x',
      'x/changes',
    ])
      await stranger().get(`${url}/${path}`).expect(404);
  });

  test('does not see the texts of a draft', async () => {
    const { letter: draft } = await aLetter(world, { state: 'draft', campaignId: campaign.id });
    await stranger().get(`/letters/${draft.slug}/versions/1/changes`).expect(404);
    await (await organizer()).get(`/letters/${draft.slug}/versions/1/changes`).expect(404);
  });

  test('gets a comparison of the longest texts within a second', async () => {
    const text = (step: number) =>
      Array.from({ length: 50_000 }, (_, n) => 'abcdefghijk'[(n * n * step + n) % 11])
        .join(' ')
        .slice(0, 99_999);
    await publish(text(3), true, 'x');
    await publish(text(7), true, 'y');
    // The time that this process works, whatever else the machine does.
    const start = process.cpuUsage();
    const { text: page } = await stranger().get(`/letters/${letter.slug}/versions/3/changes`).expect(200);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(1000);
    expect(page).toContain('shown whole, and not word by word');
  });
});

describe('after a change of substance', () => {
  const sign = async (version: number, keys: string[]) => {
    for (const key of keys)
      await record(world, anAdmin, letter.slug, key, { position: 'signed', source: 'A note.', version });
  };

  test('signers are left off the list until they sign again; after a small correction they stay, and the history says so', async () => {
    const { rivera, okafor } = people;
    await sign(1, [rivera.key, okafor.key]);
    const desk = await organizer();
    const names = async () => (await listSigned(world.db, letter)).map((stand) => stand.key);

    await publishVersion(world, anAdmin, letter.slug, {
      text: `${letter.text} Indeed.`,
      substantive: false,
      reason: 'A word.',
    });
    expect(await names()).toHaveLength(2);
    const corrected = (await desk.get(`/desk/letters/${letter.slug}`).expect(200)).text;
    expect(corrected.match(/a small correction: signers stay/g)).toHaveLength(2);
    expect((await listHistory(world.db, 'letter', letter.id))[0]?.detail).toMatchObject({
      version: 2,
      substantive: false,
    });

    await publishVersion(world, anAdmin, letter.slug, { text: longer, substantive: true, reason: 'Lakes.' });
    expect(await names()).toEqual([]);
    const changed = (await desk.get(`/desk/letters/${letter.slug}`).expect(200)).text;
    expect(changed).toContain('version 3, a change of substance: whoever signed is asked again');
    expect(changed).toContain('2 legislators signed an earlier text');
    expect(changed).toContain(`/desk/letters/${letter.slug}/whip?reconfirm=yes`);

    await sign(3, [rivera.key]);
    expect(await names()).toEqual([rivera.key]);
    expect((await desk.get(`/desk/letters/${letter.slug}`).expect(200)).text).toContain(
      '1 legislator signed an earlier text',
    );
  });
});
