import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { NotAllowed } from '../../server/basics/errors.ts';
import { letters, organizationInvitations, outbox, signatures } from '../../server/db/tables.ts';
import { composeMail } from '../../server/mail/compose.ts';
import { checkedPage } from '../../server/signatures/invitations.pages.ts';
import {
  checkSheet,
  decline,
  findInvitation,
  forgetInvited,
  inviteAll,
  listInvitations,
  MOST_ROWS,
} from '../../server/signatures/invitations.ts';
import { approveQuick, release } from '../../server/signatures/reviewing.ts';
import { readSheet } from '../../server/signatures/sheet.ts';
import { confirm, tokenOf } from '../../server/signatures/signatures.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { addSignatures, aSignature } from '../support/invented/signatures.ts';
import { aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

async function aDesk(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world, { openToPublic: true, ...different });
  return { world, letter, campaign, organizer: aViewer(campaign.id, 'organizer') };
}

const read = (text: string) =>
  readSheet(text).map(({ line, organization, name, email }) => [line, organization, name, email]);

describe('a list', () => {
  const ana = [2, 'River Club', 'Ana Rivera', 'ana@club.example'];

  test.each([
    ['named columns', 'Organization,Name,E-mail\nRiver Club,Ana Rivera,ana@club.example'],
    ['in any order', 'email;contact;organisation\nana@club.example;Ana Rivera;River Club'],
    [
      'an organization’s name apart from a person’s',
      'Contact person\tE-Mail address\tName of organization\nAna Rivera\tana@club.example\tRiver Club',
    ],
    [
      'cells with quotes and ends of lines of another system',
      '\ufeffOrg,Name,Email\r\n"River Club",  Ana   Rivera ,ana@club.example\r\n',
    ],
    ['further columns', 'No.,Group,City,Contact,Email\n1,River Club,Toledo,Ana Rivera,ana@club.example'],
    ['nothing but empty lines before', '\nRiver Club,Ana Rivera,ana@club.example'],
  ])('is read with %s', (_, text) => {
    expect(read(text)).toEqual([ana]);
  });

  test('without headings is guessed: addresses by their @, then the organization, then the person', () => {
    expect(
      read('ana@club.example\tRiver Club\tAna Rivera\nLake Club\tno address\n\tPond Club\t\nbo@pond.example\t\t'),
    ).toEqual([
      [1, 'River Club', 'Ana Rivera', 'ana@club.example'],
      [2, 'no address', '', 'Lake Club'],
      [3, 'Pond Club', '', ''],
      [4, '', '', 'bo@pond.example'],
    ]);
    expect(read('Name,Email\nRiver Club,ana@club.example')).toEqual([[2, 'River Club', '', 'ana@club.example']]);
  });

  test('with a quote that never ends loses no row', () => {
    expect(read('"River" Club,ana@club.example\n"Lake Club,bo@lake.example')).toEqual([
      [1, '"River" Club', '', 'ana@club.example'],
      [2, '"Lake Club', '', 'bo@lake.example'],
    ]);
    expect(read('"Lake Club,bo@lake.example\nPond Club,cy@pond.example').map(([line]) => line)).toEqual([1, 2]);
    expect(read(' \n\t\n')).toEqual([]);
  });

  test('with more columns than anybody has is read too', () => {
    expect(read(`River Club,ana@club.example${','.repeat(199_000)}x`)).toEqual([
      [1, 'River Club', '', 'ana@club.example'],
    ]);
  });
});

const list = [
  'Organization,Name,E-mail',
  'River Club,Ana Rivera,ana@club.example',
  'Lake Club,,BO@Lake.example',
  'River Club again,,ana@club.example',
  'No address,,',
  'Bad address,,not an address',
  ',Nobody,cy@pond.example',
  'Signed Already,,dee@signed.example',
].join('\n');

describe('inviting', () => {
  async function aSigned(
    world: TestWorld,
    letter: LetterRow,
    email: string,
    state: 'waiting' | 'confirmed' | 'pending',
  ) {
    const row = aSignature(world, letter, {
      ...{ state, kind: 'organization', organization: 'An Organization', email, website: null },
      addressKey: addressKeyOf(world, email),
    });
    await addSignatures(world, letter, [row]);
    return row;
  }

  test('looks over every row first, and changes nothing', async () => {
    const { world, letter } = await aDesk();
    await aSigned(world, letter, 'dee@signed.example', 'waiting');
    const rows = await checkSheet(world, world.db, letter, list);
    expect(rows.map(({ line, verdict, problem }) => [line, verdict, problem])).toEqual([
      [2, 'new', ''],
      [3, 'new', ''],
      [4, 'double', ''],
      [5, 'malformed', 'The address is missing.'],
      [6, 'malformed', 'This is no e-mail address.'],
      [7, 'malformed', 'The organization’s name is missing.'],
      [8, 'signed', ''],
    ]);
    expect(await world.db.select().from(organizationInvitations)).toEqual([]);
    expect(await world.db.select().from(outbox)).toEqual([]);
  });

  test('says what is wrong with a line that is divided otherwise, and asks about a mistyped domain', async () => {
    const { world, letter } = await aDesk();
    const mixed = 'Organization\tName\tE-mail\nRiver Club\tAna\tana@gmial.com\nHill Club, Cy, cy@hill.example';
    const [river, hill] = await checkSheet(world, world.db, letter, mixed);
    expect(river).toMatchObject({ verdict: 'new', meant: 'gmail.com' });
    expect(hill?.problem).toMatch(/^This line is not divided into columns as the others are/);
    const page = checkedPage(
      letter,
      [river, hill].filter((row) => row !== undefined),
      mixed,
    );
    expect(page.doubts).toMatch(/^1 address looks mistyped/);
    expect(page.fresh[0]?.doubt).toBe('Did you mean @gmail.com?');
  });

  test('writes one mail to each address and letter ever, and signs nothing', async () => {
    const { world, letter, organizer } = await aDesk();
    expect(await inviteAll(world, organizer, letter.slug, list)).toBe(3);
    expect(await inviteAll(world, organizer, letter.slug, `${list}\nNew Club,,new@club.example`)).toBe(1);
    const mails = await world.db.select().from(outbox);
    expect(mails.map(({ toAddress }) => toAddress).sort()).toEqual([
      ...['ana@club.example', 'bo@lake.example', 'dee@signed.example', 'new@club.example'],
    ]);
    expect(await world.db.select().from(signatures)).toEqual([]);
    const [first] = mails;
    const { subject, text } = await composeMail(first as NonNullable<typeof first>);
    expect(subject).toBe('Will River Club sign "A letter on clean rivers"?');
    expect(text).toContain('Dana Ops of the campaign "Clean Rivers Now" invites River Club');
    expect(text).toContain('1 Example Plaza, Santa Fe, NM 87501');
    const token = /sign\?invitation=([\w-]+)/.exec(text)?.[1] ?? '';
    expect((await findInvitation(world, token))?.invitation).toMatchObject({ organization: 'River Club' });
    expect(await findInvitation(world, tokenOf(world, 'id-1'))).toBeNull();
  });

  test('at the same moment from two desks is still one mail each', async () => {
    const { world, letter, organizer } = await aDesk();
    const many = Array.from({ length: 120 }, (_, n) => `Club ${n},,club${n}@mail.example`).join('\n');
    const both = await Promise.all([1, 2].map(() => inviteAll(world, organizer, letter.slug, many)));
    expect((both[0] ?? 0) + (both[1] ?? 0)).toBe(120);
    expect(await world.db.select().from(outbox)).toHaveLength(120);
    const page = await listInvitations(world.db, letter, 'invited', '');
    expect([page.items.length, page.counts]).toEqual([50, { invited: 120, signed: 0, declined: 0 }]);
    const next = await listInvitations(world.db, letter, 'invited', page.next ?? '');
    expect(next.items.some(({ id }) => page.items.some((one) => one.id === id))).toBe(false);
  });

  test('is marked as followed once the address confirmed, whose approval is then quick', async () => {
    const { world, letter, organizer } = await aDesk();
    await inviteAll(world, organizer, letter.slug, list);
    const row = await aSigned(world, letter, 'Bo+letters@lake.example', 'pending');
    const invited = await aSigned(world, letter, 'bo@lake.example', 'pending');
    const state = async (email: string) =>
      (await world.db.select().from(organizationInvitations).where(eq(organizationInvitations.email, email)))[0]?.state;
    await confirm(world, tokenOf(world, row.id));
    // A tag may be another mailbox at this provider: nobody is taken for somebody else.
    expect(await state('bo@lake.example')).toBe('invited');
    await confirm(world, tokenOf(world, invited.id));
    expect(await state('bo@lake.example')).toBe('signed');
    expect(await state('ana@club.example')).toBe('invited');
    expect(await approveQuick(world, organizer, letter.slug)).toEqual({ done: 1, left: 0 });
  });

  test('is marked as followed too where the signature had been held for its address', async () => {
    const { world, letter, organizer } = await aDesk();
    await inviteAll(world, organizer, letter.slug, list);
    const third = aSignature(world, letter, {
      ...{ state: 'held', reason: 'third', kind: 'organization', organization: 'Lake Club' },
      addressKey: addressKeyOf(world, 'bo@lake.example'),
    });
    await addSignatures(world, letter, [third]);
    await release(world, organizer, letter.slug, [third.id]);
    expect((await listInvitations(world.db, letter, 'signed', '')).items).toMatchObject([
      { organization: 'Lake Club' },
    ]);
  });

  test('ends for all letters of a campaign where it is not wanted, and forgets whom it was for', async () => {
    const { world, letter, campaign, organizer } = await aDesk();
    await inviteAll(world, organizer, letter.slug, 'River Club,Ana Rivera,ana@club.example');
    const [row] = await world.db.select().from(organizationInvitations);
    const token = tokenOf(world, row?.id ?? '', 'invitation');
    for (const _ of [1, 2]) expect((await decline(world, token)).invitation.state).toBe('declined');
    expect(await world.db.select().from(organizationInvitations)).toMatchObject([{ name: '', email: null }]);
    const { letter: another } = await aLetter(world, { openToPublic: true, campaignId: campaign.id });
    const rows = await checkSheet(world, world.db, another, 'River Club,,ana@club.example');
    expect(rows.map(({ verdict }) => verdict)).toEqual(['declined']);
    const { letter: strangers } = await aLetter(world, { openToPublic: true });
    expect((await checkSheet(world, world.db, strangers, 'River Club,,ana@club.example'))[0]?.verdict).toBe('new');
  });

  test('is refused to staffers, for a letter that takes no names, and beyond what one list may hold', async () => {
    const { world, letter, campaign, organizer } = await aDesk();
    const one = 'River Club,,ana@club.example';
    await expect(inviteAll(world, aViewer(campaign.id, 'staffer'), letter.slug, one)).rejects.toThrow(NotAllowed);
    const long = Array.from({ length: MOST_ROWS + 1 }, (_, n) => `Club ${n},,club${n}@mail.example`).join('\n');
    await expect(inviteAll(world, organizer, letter.slug, long)).rejects.toMatchObject({
      problems: [{ path: 'list' }],
    });
    world.pass({ days: 15 });
    await expect(inviteAll(world, organizer, letter.slug, one)).rejects.toMatchObject({ reason: 'letter-closed' });
    const legislators = await aLetter(world, { campaignId: campaign.id });
    await expect(inviteAll(world, organizer, legislators.letter.slug, one)).rejects.toMatchObject({
      reason: 'not-open-to-public',
    });
    expect(await world.db.select().from(outbox)).toEqual([]);
  });

  test('is forgotten once the letter has long been closed, but not that it was made', async () => {
    const { world, letter, organizer } = await aDesk();
    await inviteAll(world, organizer, letter.slug, 'River Club,Ana Rivera,ana@club.example');
    const closed = { state: 'closed' as const, closedAt: world.now() };
    await world.db.transaction(
      async (tx) => void (await tx.update(letters).set(closed).where(eq(letters.id, letter.id))),
    );
    world.pass({ days: 89 });
    await forgetInvited(world);
    expect(await world.db.select().from(organizationInvitations)).toMatchObject([{ email: 'ana@club.example' }]);
    world.pass({ days: 2 });
    await forgetInvited(world);
    expect(await world.db.select().from(organizationInvitations)).toMatchObject([
      { email: null, name: '', organization: 'River Club' },
    ]);
  });
});
