import { describe, expect, test } from 'vitest';
import { NotAllowed, NotFound, NotSignedIn } from '../../server/basics/errors.ts';
import { momentAt } from '../../server/basics/time.ts';
import { addBill, linkBill } from '../../server/bills/bills.ts';
import type { LetterState } from '../../server/db/tables.ts';
import { listHistory } from '../../server/history/history.ts';
import {
  changeLetter,
  closeDue,
  copyAsNew,
  createLetter,
  deleteDraft,
  editDraft,
  findLetter,
  isOpen,
  type LetterForm,
  lastSubstantive,
  listLetters,
  listOfCampaign,
  listPublished,
  listVersions,
  moveLetter,
  publishLetter,
  publishVersion,
  requireCirculating,
  requireMine,
  requirePublished,
  setMessages,
} from '../../server/letters/letters.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign } from '../support/invented/letters.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const voss = {
  name: 'The Honorable E. Voss',
  title: 'Secretary',
  organization: 'U.S. Department of Water',
  address: '1 Example Plaza NW\nWashington, DC 20500',
  salutation: '',
};

const form: LetterForm = {
  title: 'Keep the rivers clean',
  text: 'We ask that the rivers be kept clean.',
  addressees: [voss],
  openTo: { legislators: ['us-senate', 'us-house'], public: true },
  leads: [],
  deadline: new Date('2026-12-20T22:00:00Z'),
  timeZone: 'America/New_York',
  order: 'alphabetical',
  visibility: { cosigners: 'names', signatures: 'names' },
  bills: [],
};

async function aDraft(different: Partial<LetterForm> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const campaign = await aCampaign(world);
  const organizer = aViewer(campaign.id, 'organizer');
  const letter = await createLetter(world, organizer, campaign.slug, { ...form, ...different });
  return { world, people, campaign, organizer, letter };
}

async function aPublished(different: Partial<LetterForm> = {}) {
  const draft = await aDraft(different);
  return { ...draft, letter: await publishLetter(draft.world, draft.organizer, draft.letter.slug) };
}

const deedsOn = async (world: TestWorld, id: string) =>
  (await listHistory(world.db, 'letter', id)).map((row) => row.deed).reverse();

describe('a draft', () => {
  test('is private: strangers, volunteers and other campaigns do not learn of it', async () => {
    const { world, campaign, letter, organizer } = await aDraft();
    expect(letter).toMatchObject({ slug: 'keep-the-rivers-clean', state: 'draft', version: 0, publishedAt: null });
    for (const viewer of [null, aViewer('another', 'organizer'), aViewer(campaign.id, 'volunteer')])
      await expect(requirePublished(world.db, viewer, letter.slug)).rejects.toThrow(NotFound);
    await expect(requireMine(world.db, null, letter.slug, 'staffer')).rejects.toThrow(NotFound);
    await expect(requireMine(world.db, aViewer('another', 'organizer'), letter.slug, 'staffer')).rejects.toThrow(
      NotFound,
    );
    await expect(requireMine(world.db, aViewer(campaign.id, 'staffer'), letter.slug, 'organizer')).rejects.toThrow(
      NotAllowed,
    );
    expect((await requirePublished(world.db, aViewer(campaign.id, 'staffer'), letter.slug)).id).toBe(letter.id);
    expect(await listPublished(world.db, { limit: 50 })).toEqual({ items: [], total: 0, next: null });
    expect((await listLetters(world.db, organizer, { limit: 50 })).total).toBe(1);
    expect((await listLetters(world.db, anAdmin, { limit: 50 })).total).toBe(1);
    expect(await listOfCampaign(world.db, campaign.id, { drafts: false })).toEqual([]);
    await expect(requireCirculating(world.db, letter.slug, world.now())).rejects.toThrow(NotFound);
  });

  test('is changed in all parts, and what nobody wrote follows its title', async () => {
    const { world, people, letter, organizer } = await aDraft();
    const edited = await editDraft(world, organizer, letter.slug, {
      title: 'Keep the lakes clean',
      slug: 'lakes',
      leads: [people.rivera.key],
      visibility: { cosigners: 'count', signatures: 'private' },
    });
    expect(edited).toMatchObject({
      slug: 'lakes',
      leads: [people.rivera.key],
      showCosigners: 'count',
      text: form.text,
    });
    expect(edited.messageSubject).toBe('Please sign the letter “{{letter}}”');
    // Before there were fields, the title stood in the text itself.
    const messageSubject = 'Please sign the letter “Keep the lakes clean”';
    await setMessages(world, organizer, 'lakes', { ...edited, messageSubject });
    const retitled = await editDraft(world, organizer, 'lakes', { title: 'Keep the bays clean' });
    expect(retitled.messageSubject).toBe('Please sign the letter “{{letter}}”');
    await setMessages(world, organizer, 'lakes', {
      messageSubject: 'Own',
      messageRequest: 'Own',
      messageThanks: 'Own',
    });
    expect((await editDraft(world, organizer, 'lakes', { title: 'Ponds' })).messageSubject).toBe('Own');
    expect(await findLetter(world.db, letter.slug)).toBeNull();
  });

  test('can be deleted; once published it cannot', async () => {
    const { world, letter, organizer, campaign } = await aDraft();
    await expect(deleteDraft(world, aViewer(campaign.id, 'staffer'), letter.slug)).rejects.toThrow(NotAllowed);
    await deleteDraft(world, organizer, letter.slug);
    expect(await findLetter(world.db, letter.slug)).toBeNull();
    expect(await deedsOn(world, letter.id)).toEqual(['created', 'deleted']);
    const next = await createLetter(world, organizer, campaign.slug, form);
    await publishLetter(world, organizer, next.slug);
    await expect(deleteDraft(world, organizer, next.slug)).rejects.toMatchObject({ reason: 'letter-published' });
    await moveLetter(world, organizer, next.slug, 'withdrawn', { reason: 'A mistake.' });
    await expect(deleteDraft(world, organizer, next.slug)).rejects.toMatchObject({ reason: 'letter-published' });
  });

  test('names only leads who serve in its bodies, bodies that exist, and bills of its campaign', async () => {
    const { world, people, letter, organizer, campaign } = await aDraft({
      openTo: { legislators: ['us-senate'], public: false },
    });
    const other = await aCampaign(world);
    const foreign = await world.db.transaction(async (tx) => {
      const bill = { congress: 119, number: 'S. 1', title: 'Act', introduced: '', summary: '', source: '' };
      const id = await addBill(tx, world, { ...bill, sponsors: [] });
      await linkBill(tx, other.id, id, 0);
      return id;
    });
    const fails = (changes: Partial<LetterForm>) =>
      editDraft(world, organizer, letter.slug, changes).then(
        () => [],
        (error: { problems: { path: string }[] }) => error.problems.map((problem) => problem.path),
      );
    expect(await fails({ leads: [people.okafor.key] })).toEqual(['leads.0']);
    expect(await fails({ leads: [people.rivera.key, people.rivera.key] })).toEqual(['leads.1']);
    expect(await fails({ leads: ['X000000'] })).toEqual(['leads.0']);
    // Carla Ito left the House.
    const house = { legislators: ['us-house'], public: false };
    expect(await fails({ openTo: house, leads: [people.okafor.key, people.ito.key] })).toEqual(['leads.1']);
    expect(await fails({ openTo: { legislators: ['us-senate', 'mars-senate'], public: true } })).toEqual([
      'openTo.legislators.1',
    ]);
    expect(await fails({ bills: [foreign] })).toEqual(['bills.0']);
    expect(await fails({ leads: [people.rivera.key] })).toEqual([]);
    // A body cannot go while a lead of it stays.
    expect(await fails({ openTo: { legislators: ['us-house'], public: true } })).toEqual(['leads.0']);
    expect((await findLetter(world.db, letter.slug))?.openToBodies).toEqual(['us-senate']);
    await expect(createLetter(world, organizer, campaign.slug, { ...form, slug: letter.slug })).rejects.toMatchObject({
      problems: [{ path: 'slug' }],
    });
    expect((await createLetter(world, organizer, campaign.slug, form)).slug).toBe('keep-the-rivers-clean-2');
  });
});

describe('publishing', () => {
  test('makes version 1, opens the letter and makes its campaign public', async () => {
    const world = await aWorld();
    await aLegislature(world);
    const campaign = await aCampaign(world, { publishedAt: null });
    const organizer = aViewer(campaign.id, 'organizer');
    const { slug } = await createLetter(world, organizer, campaign.slug, form);
    const letter = await publishLetter(world, organizer, slug);
    expect(letter).toMatchObject({ state: 'circulating', version: 1, publishedAt: world.now() });
    expect(await listVersions(world.db, letter.id)).toMatchObject([{ number: 1, text: form.text, substantive: true }]);
    expect((await requirePublished(world.db, null, slug)).id).toBe(letter.id);
    expect(isOpen(letter, world.now())).toBe(true);
  });

  test('says what is missing, and of the campaign too', async () => {
    const { world, organizer, letter, campaign } = await aDraft({
      text: '',
      addressees: [],
      openTo: { legislators: [], public: false },
      deadline: new Date('2026-11-01T00:00:00Z'),
    });
    await expect(publishLetter(world, organizer, letter.slug)).rejects.toMatchObject({
      reason: 'letter-incomplete',
      message: expect.stringMatching(/text.*addressee.*sign it.*deadline/),
    });
    const nameless = await aCampaign(world, { publishedAt: null, sponsorAddress: '' });
    const own = aViewer(nameless.id, 'organizer');
    const { slug } = await createLetter(world, own, nameless.slug, form);
    await expect(publishLetter(world, own, slug)).rejects.toMatchObject({ reason: 'campaign-incomplete' });
    expect(await findLetter(world.db, slug)).toMatchObject({ state: 'draft', version: 0, publishedAt: null });
    expect(await listVersions(world.db, letter.id)).toEqual([]);
    await expect(publishLetter(world, aViewer(campaign.id, 'staffer'), letter.slug)).rejects.toThrow(NotAllowed);
  });

  test('by two people at once happens once', async () => {
    const { world, organizer, letter } = await aDraft();
    const results = await Promise.allSettled([1, 2, 3].map(() => publishLetter(world, organizer, letter.slug)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ reason: 'move-not-allowed' });
    expect(await listVersions(world.db, letter.id)).toHaveLength(1);
    expect(await deedsOn(world, letter.id)).toEqual(['created', 'published']);
  });
});

describe('a published letter', () => {
  test.each([
    { text: 'Other' },
    { title: 'Other' },
    { addressees: [] },
    { openTo: { legislators: [], public: true } },
    { slug: 'other' },
  ])('is never edited: %o', async (changes) => {
    const { world, organizer, letter } = await aPublished();
    const refused = { reason: 'letter-published' };
    await expect(editDraft(world, organizer, letter.slug, changes)).rejects.toMatchObject(refused);
    await expect(changeLetter(world, organizer, letter.slug, changes, 'Why not')).rejects.toMatchObject(refused);
    expect(await findLetter(world.db, letter.slug)).toEqual(letter);
  });

  test('that is edited while somebody publishes it is either edited before or not at all', async () => {
    const { world, organizer, letter } = await aDraft();
    await Promise.allSettled([
      publishLetter(world, organizer, letter.slug),
      editDraft(world, organizer, letter.slug, { text: 'Another text' }),
    ]);
    const [version] = await listVersions(world.db, letter.id);
    expect((await findLetter(world.db, letter.slug))?.text).toBe(version?.text);
  });

  test('takes new versions; the earlier ones never change', async () => {
    const { world, organizer, letter } = await aPublished();
    world.pass({ days: 1 });
    const substantive = await publishVersion(world, organizer, letter.slug, {
      text: 'We insist.',
      substantive: true,
      reason: 'Stronger.',
    });
    expect(substantive.version).toMatchObject({ number: 2, substantive: true, publishedAt: world.now() });
    await publishVersion(world, organizer, letter.slug, { text: 'We insist!', substantive: false, reason: '' });
    expect((await listVersions(world.db, letter.id)).map((version) => version.text)).toEqual([
      form.text,
      'We insist.',
      'We insist!',
    ]);
    expect(await findLetter(world.db, letter.slug)).toMatchObject({ version: 3, text: 'We insist!' });
    expect(await lastSubstantive(world.db, letter.id)).toBe(2);
    await expect(
      publishVersion(world, organizer, letter.slug, { text: 'We insist!', substantive: true, reason: '' }),
    ).rejects.toMatchObject({ problems: [{ path: 'text' }] });
  });

  test('given a new version by two people at once takes one, and tells the other', async () => {
    const { world, organizer, letter } = await aPublished();
    const results = await Promise.allSettled(
      ['One', 'Two'].map((text) =>
        publishVersion(world, organizer, letter.slug, { text, substantive: true, reason: '', after: 1 }),
      ),
    );
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ reason: 'newer-version' });
    expect(await listVersions(world.db, letter.id)).toHaveLength(2);
  });

  test('takes a version only while it circulates', async () => {
    const { world, organizer, letter, campaign } = await aPublished();
    const version = { text: 'Later', substantive: false, reason: '' };
    await expect(publishVersion(world, null, letter.slug, version)).rejects.toThrow(NotSignedIn);
    await expect(publishVersion(world, aViewer(campaign.id, 'staffer'), letter.slug, version)).rejects.toThrow(
      NotAllowed,
    );
    await moveLetter(world, organizer, letter.slug, 'closed');
    await expect(publishVersion(world, organizer, letter.slug, version)).rejects.toMatchObject({
      reason: 'letter-not-circulating',
    });
  });

  test('changes its settings with a reason, and history keeps both', async () => {
    const { world, people, organizer, letter } = await aPublished();
    const deadline = new Date('2027-01-15T22:00:00Z');
    await expect(changeLetter(world, organizer, letter.slug, { deadline })).rejects.toMatchObject({
      problems: [{ path: 'reason' }],
    });
    await expect(changeLetter(world, organizer, letter.slug, { deadline: world.now() }, 'Now')).rejects.toMatchObject({
      problems: [{ path: 'deadline' }],
    });
    const changed = await changeLetter(
      world,
      organizer,
      letter.slug,
      {
        deadline,
        order: 'seniority',
        leads: [people.rivera.key, people.okafor.key],
        visibility: { signatures: 'count' },
      },
      'Extended.',
    );
    expect(changed).toMatchObject({ deadline, order: 'seniority', showSignatures: 'count', showCosigners: 'names' });
    const [row] = await listHistory(world.db, 'letter', letter.id);
    expect(row).toMatchObject({
      deed: 'changed',
      actor: 'Dana Ops',
      detail: {
        reason: 'Extended.',
        order: { from: 'alphabetical', to: 'seniority' },
        leads: { from: [], to: [people.rivera.key, people.okafor.key] },
      },
    });
  });
});

describe('the table of moves', () => {
  const states: LetterState[] = ['draft', 'circulating', 'closed', 'sent', 'withdrawn'];
  const allowed = new Set([
    ...['draft>circulating', 'circulating>closed', 'closed>sent', 'closed>circulating'],
    ...['draft>withdrawn', 'circulating>withdrawn', 'closed>withdrawn', 'sent>withdrawn'],
  ]);
  const path: Record<LetterState, LetterState[]> = {
    draft: [],
    circulating: ['circulating'],
    closed: ['circulating', 'closed'],
    sent: ['circulating', 'closed', 'sent'],
    withdrawn: ['withdrawn'],
  };

  test('allows what it names and nothing else', async () => {
    const { world, organizer, campaign } = await aDraft();
    for (const from of states)
      for (const to of states) {
        const { slug } = await createLetter(world, organizer, campaign.slug, form);
        for (const step of path[from]) await moveLetter(world, organizer, slug, step, { reason: 'On the way.' });
        const moved = moveLetter(world, organizer, slug, to, { reason: 'A try.' });
        if (allowed.has(`${from}>${to}`)) expect(await moved, `${from}>${to}`).toMatchObject({ state: to });
        else await expect(moved, `${from}>${to}`).rejects.toMatchObject({ reason: 'move-not-allowed' });
      }
  });

  test('asks why a letter is withdrawn or opened again', async () => {
    const { world, organizer, letter } = await aPublished();
    const unexplained = { problems: [{ path: 'reason' }] };
    await expect(moveLetter(world, organizer, letter.slug, 'withdrawn')).rejects.toMatchObject(unexplained);
    await moveLetter(world, organizer, letter.slug, 'closed');
    await expect(moveLetter(world, organizer, letter.slug, 'circulating')).rejects.toMatchObject(unexplained);
    world.at('2026-12-21T00:00:00Z');
    await expect(
      moveLetter(world, organizer, letter.slug, 'circulating', { reason: 'More time.' }),
    ).rejects.toMatchObject({ reason: 'deadline-passed' });
    const again = { deadline: new Date('2027-01-15T22:00:00Z'), state: 'circulating' as const };
    expect(await changeLetter(world, organizer, letter.slug, again, 'More time.')).toMatchObject({
      state: 'circulating',
    });
    // Half of a change that cannot be whole does not stay behind.
    const both = { order: 'received' as const, state: 'sent' as const };
    await expect(changeLetter(world, organizer, letter.slug, both, 'Sent.')).rejects.toMatchObject({
      reason: 'move-not-allowed',
    });
    expect((await findLetter(world.db, letter.slug))?.order).toBe('alphabetical');
  });

  test('dates a letter that is sent, with the day in its time zone unless another is known', async () => {
    const { world, organizer, letter, campaign } = await aPublished();
    await moveLetter(world, organizer, letter.slug, 'closed');
    world.at('2026-12-22T03:00:00Z');
    expect((await moveLetter(world, organizer, letter.slug, 'sent')).sentDay).toBe('2026-12-21');
    const { slug } = await createLetter(world, organizer, campaign.slug, { ...form, deadline: null });
    for (const state of ['circulating', 'closed'] as const) await moveLetter(world, organizer, slug, state);
    expect((await moveLetter(world, organizer, slug, 'sent', { sentDay: '2023' })).sentDay).toBe('2023');
  });
});

describe('a deadline', () => {
  test('closes the letter by itself, once, and is over before the worker comes', async () => {
    const { world, letter } = await aPublished();
    world.at('2026-12-20T21:59:59.999Z');
    expect(await closeDue(world)).toBe(0);
    expect((await requireCirculating(world.db, letter.slug, world.now())).id).toBe(letter.id);
    world.at('2026-12-20T22:00:00Z');
    await expect(requireCirculating(world.db, letter.slug, world.now())).rejects.toMatchObject({
      reason: 'letter-closed',
    });
    expect((await Promise.all([closeDue(world), closeDue(world)])).sort()).toEqual([0, 1]);
    expect((await findLetter(world.db, letter.slug))?.state).toBe('closed');
    const [row] = await listHistory(world.db, 'letter', letter.id);
    expect(row).toMatchObject({ deed: 'closed', actor: 'the deadline' });
  });

  test('is none where none was set', async () => {
    const { world, letter } = await aPublished({ deadline: null });
    world.at('2036-01-01T00:00:00Z');
    expect(await closeDue(world)).toBe(0);
    expect(isOpen(letter, world.now())).toBe(true);
  });

  test('at 17:00 is 17:00 on both sides of the change of clocks', async () => {
    const before = momentAt('2026-10-30T17:00', 'America/New_York');
    const after = momentAt('2026-11-06T17:00', 'America/New_York');
    expect([before?.toISOString(), after?.toISOString()]).toEqual([
      '2026-10-30T21:00:00.000Z',
      '2026-11-06T22:00:00.000Z',
    ]);
    const { letter } = await aPublished({ deadline: momentAt('2027-03-14T17:00', 'America/New_York') });
    expect(letter.deadline?.toISOString()).toBe('2027-03-14T21:00:00.000Z');
  });
});

test('copying makes a new draft with what the letter says, without its past', async () => {
  const { world, people, organizer, letter } = await aDraft();
  await editDraft(world, organizer, letter.slug, { leads: [people.rivera.key, people.okafor.key] });
  await publishLetter(world, organizer, letter.slug);
  await publishVersion(world, organizer, letter.slug, { text: 'The second text.', substantive: true, reason: '' });
  await moveLetter(world, organizer, letter.slug, 'withdrawn', { reason: 'A new Congress.' });
  const copy = await copyAsNew(world, organizer, letter.slug);
  expect(copy).toMatchObject({
    slug: 'keep-the-rivers-clean-2',
    title: letter.title,
    text: 'The second text.',
    state: 'draft',
    version: 0,
    deadline: null,
    publishedAt: null,
    sentDay: null,
    leads: [people.rivera.key, people.okafor.key],
    addressees: [{ ...voss, salutation: 'Dear Secretary Voss:' }],
  });
  expect(await listVersions(world.db, copy.id)).toEqual([]);
});

test('the list goes on from page to page', async () => {
  const { world, organizer, campaign } = await aPublished();
  for (let n = 0; n < 4; n += 1)
    await publishLetter(world, organizer, (await createLetter(world, organizer, campaign.slug, form)).slug);
  await createLetter(world, organizer, campaign.slug, form);
  const first = await listPublished(world.db, { limit: 3 });
  const second = await listPublished(world.db, { limit: 3, cursor: first.next });
  expect([first.total, first.items.length, second.items.length, second.next]).toEqual([5, 3, 2, null]);
  expect(new Set([...first.items, ...second.items].map((letter) => letter.slug)).size).toBe(5);
});
