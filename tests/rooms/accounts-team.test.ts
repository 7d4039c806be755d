import { describe, expect, test } from 'vitest';
import { findAccountByEmail, offerSetup, requireOwnAccount, setUp } from '../../server/accounts/accounts.ts';
import {
  acceptInvitation,
  invite,
  listInvitations,
  requireInvitation,
  withdrawInvitation,
} from '../../server/accounts/invitations.ts';
import { findSessionViewer, findTokenViewer, openSession } from '../../server/accounts/sessions.ts';
import { changeRole, listTeam, removeMember } from '../../server/accounts/team.ts';
import { listTokens, makeToken, revokeToken } from '../../server/accounts/tokens.ts';
import { mayAs, type Role, type Viewer } from '../../server/basics/viewer.ts';
import { accountLinks, accounts, apiTokens, history } from '../../server/db/tables.ts';
import { listOutbox } from '../../server/mail/mail.ts';
import { anAccount } from '../support/app.ts';
import { aCampaign } from '../support/invented/letters.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const password = 'four quiet river stones';
const tokenOf = (link: string) => link.split('/').at(-1) ?? '';

/** Somebody on a campaign's team, as a session shows them. */
async function aMember(world: TestWorld, campaignId: string, role: Role, name: string): Promise<Viewer> {
  const email = `${name.toLowerCase()}@example.org`;
  const id = await anAccount(world, { name, email, roles: [[campaignId, role]] });
  const viewer = await findSessionViewer(world.db, await openSession(world, id), world.now());
  if (!viewer) throw new Error('The session did not open.');
  return viewer;
}

async function aTeam() {
  const world = await aWorld();
  const campaign = await aCampaign(world);
  return { world, campaign, olga: await aMember(world, campaign.id, 'organizer', 'Olga') };
}

describe('an invitation', () => {
  test('is mailed once, makes an account with the role, and is used up', async () => {
    const { world, campaign, olga } = await aTeam();
    const link = await invite(world, olga, { email: 'dana@example.org', campaign, role: 'staffer' });
    expect((await listOutbox(world.db)).map((mail) => [mail.kind, mail.toAddress, mail.data['link']])).toEqual([
      ['invitation', 'dana@example.org', link],
    ]);
    expect(await requireInvitation(world, tokenOf(link))).toMatchObject({ role: 'staffer', hasAccount: false });
    const id = await acceptInvitation(world, tokenOf(link), { name: 'Dana Ops', password });
    const viewer = await findSessionViewer(world.db, await openSession(world, id), world.now());
    expect([viewer?.name, viewer?.admin, [...(viewer?.roles ?? [])]]).toEqual([
      'Dana Ops',
      false,
      [[campaign.id, 'staffer']],
    ]);
    await expect(acceptInvitation(world, tokenOf(link), { name: 'Eve', password })).rejects.toThrow('does not exist');
    const deeds = (await world.db.select().from(history)).map((row) => `${row.actor} ${row.deed}`);
    expect(deeds.sort()).toEqual(['Dana Ops joined', 'Olga invited']);
  });

  test('keeps no secret in its table', async () => {
    const { world, campaign, olga } = await aTeam();
    const link = await invite(world, olga, { email: 'dana@example.org', campaign, role: 'staffer' });
    expect(JSON.stringify(await world.db.select().from(accountLinks))).not.toContain(tokenOf(link));
  });

  test('for somebody with an account needs its password, and adds the role', async () => {
    const { world, campaign, olga } = await aTeam();
    const first = await invite(world, olga, { email: 'dana@example.org', campaign, role: 'volunteer' });
    const id = await acceptInvitation(world, tokenOf(first), { name: 'Dana Ops', password });
    const other = await aCampaign(world);
    const link = tokenOf(
      await invite(world, anAdmin, { email: 'dana@example.org', campaign: other, role: 'organizer' }),
    );
    expect((await requireInvitation(world, link)).hasAccount).toBe(true);
    await expect(acceptInvitation(world, link, { password: 'a guess' })).rejects.toThrow('not the password');
    expect(await acceptInvitation(world, link, { password })).toBe(id);
    const viewer = await findSessionViewer(world.db, await openSession(world, id), world.now());
    expect(Object.fromEntries(viewer?.roles ?? [])).toEqual({ [campaign.id]: 'volunteer', [other.id]: 'organizer' });
  });

  test('cannot be used to guess a password', async () => {
    const { world, campaign } = await aTeam();
    const link = tokenOf(await invite(world, anAdmin, { email: 'dana@example.org', campaign, role: 'staffer' }));
    await acceptInvitation(world, link, { name: 'Dana Ops', password });
    const again = tokenOf(await invite(world, anAdmin, { email: 'dana@example.org', campaign: null, role: 'admin' }));
    for (let n = 0; n < 10; n += 1)
      await expect(acceptInvitation(world, again, { password: `guess ${n}` })).rejects.toThrow('not the password');
    await expect(acceptInvitation(world, again, { password })).rejects.toThrow('Too many tries');
  });

  test('expires after a week, is void once withdrawn, and a new one voids the last', async () => {
    const { world, campaign, olga } = await aTeam();
    const dana = { email: 'dana@example.org', campaign, role: 'staffer' as const };
    const [first, second] = [tokenOf(await invite(world, olga, dana)), tokenOf(await invite(world, olga, dana))];
    await expect(requireInvitation(world, first)).rejects.toThrow('does not exist');
    await requireInvitation(world, second);
    const [waiting] = await listInvitations(world.db, olga, campaign.id, world.now());
    await withdrawInvitation(world, olga, waiting?.id ?? '');
    await expect(requireInvitation(world, second)).rejects.toThrow('does not exist');
    const third = tokenOf(await invite(world, olga, dana));
    world.pass({ days: 7 });
    await expect(acceptInvitation(world, third, { name: 'Dana', password })).rejects.toThrow('does not exist');
    expect(await listInvitations(world.db, olga, campaign.id, world.now())).toEqual([]);
    expect(await world.db.$count(accounts)).toBe(1);
  });

  test('accepted twice at once makes one account', async () => {
    const { world, campaign, olga } = await aTeam();
    const link = tokenOf(await invite(world, olga, { email: 'dana@example.org', campaign, role: 'staffer' }));
    const results = await Promise.allSettled(
      ['Dana', 'Eve'].map((name) => acceptInvitation(world, link, { name, password })),
    );
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await listTeam(world.db, olga, campaign.id)).toHaveLength(2);
  });

  test('of an admin is for admins to give, and makes one', async () => {
    const { world, olga } = await aTeam();
    const admin = { email: 'ann@example.org', campaign: null, role: 'admin' as const };
    await expect(invite(world, olga, admin)).rejects.toThrow('needs the admin');
    const id = await acceptInvitation(world, tokenOf(await invite(world, anAdmin, admin)), { name: 'Ann', password });
    const account = await requireOwnAccount(world.db, { accountId: id, name: '', admin: false, roles: new Map() });
    expect(account.admin).toBe(true);
  });

  test('is not a set-up link, nor the other way round', async () => {
    const world = await aWorld();
    const setup = tokenOf((await offerSetup(world)) ?? '');
    const link = tokenOf(await invite(world, anAdmin, { email: 'ann@example.org', campaign: null, role: 'admin' }));
    await expect(acceptInvitation(world, setup, { name: 'Eve', password })).rejects.toThrow('does not exist');
    await expect(setUp(world, link, { name: 'Eve', email: 'eve@example.org', password })).rejects.toThrow(
      'does not exist',
    );
    await requireInvitation(world, link);
    await setUp(world, setup, { name: 'Ada', email: 'ada@example.org', password });
  });

  test('to somebody on the team is refused, and a new account is not made of one that is there', async () => {
    const { world, campaign, olga } = await aTeam();
    const again = { email: 'olga@example.org', campaign, role: 'volunteer' as const };
    await expect(invite(world, olga, again)).rejects.toThrow('on the team already');
    expect((await listTeam(world.db, olga, campaign.id)).map((member) => member.role)).toEqual(['organizer']);
  });

  test('is limited by the hour', async () => {
    const { world, campaign, olga } = await aTeam();
    const send = (n: number) => invite(world, olga, { email: `p${n}@example.org`, campaign, role: 'volunteer' });
    for (let n = 0; n < 60; n += 1) await send(n);
    await expect(send(60)).rejects.toThrow('Too many tries');
    expect(await findAccountByEmail(world.db, 'p60@example.org')).toBeNull();
  });
});

describe('the roles of a campaign', () => {
  test('let organizers alone see and change the team, the invitations and the tokens', async () => {
    const { world, campaign, olga } = await aTeam();
    const sam = await aMember(world, campaign.id, 'staffer', 'Sam');
    const vera = await aMember(world, campaign.id, 'volunteer', 'Vera');
    const elsewhere = await aMember(world, (await aCampaign(world)).id, 'organizer', 'Else');
    const invitation = { email: 'eve@example.org', campaign, role: 'organizer' as const };
    for (const viewer of [sam, vera, elsewhere, aViewer(campaign.id, 'staffer')])
      for (const deed of [
        () => listTeam(world.db, viewer, campaign.id),
        () => listInvitations(world.db, viewer, campaign.id, world.now()),
        () => listTokens(world.db, viewer, campaign.id),
        () => invite(world, viewer, invitation),
        () => changeRole(world, viewer, campaign.id, viewer.accountId ?? '', 'organizer'),
        () => removeMember(world, viewer, campaign.id, olga.accountId ?? ''),
        () => makeToken(world, viewer, { name: 'x', campaignId: campaign.id, role: 'organizer' }),
      ])
        await expect(deed()).rejects.toThrow('needs the role of organizer');
    await expect(listTeam(world.db, null, campaign.id)).rejects.toThrow('sign in');
    await expect(listTokens(world.db, olga, null)).rejects.toThrow('needs the admin');
    expect(await world.db.$count(accountLinks)).toBe(0);
    expect(await world.db.$count(apiTokens)).toBe(0);
    expect((await listTeam(world.db, anAdmin, campaign.id)).map((member) => [member.name, member.role])).toEqual([
      ['Olga', 'organizer'],
      ['Sam', 'staffer'],
      ['Vera', 'volunteer'],
    ]);
  });

  test('hold at once for a session that is open', async () => {
    const { world, campaign, olga } = await aTeam();
    const id = await anAccount(world, { name: 'Sam', email: 'sam@example.org', roles: [[campaign.id, 'volunteer']] });
    const session = await openSession(world, id);
    const may = async () => {
      const viewer = await findSessionViewer(world.db, session, world.now());
      return (['volunteer', 'staffer', 'organizer'] as const).filter((role) => mayAs(viewer, campaign.id, role));
    };
    expect(await may()).toEqual(['volunteer']);
    await changeRole(world, olga, campaign.id, id, 'organizer');
    expect(await may()).toEqual(['volunteer', 'staffer', 'organizer']);
    await removeMember(world, olga, campaign.id, id);
    expect(await may()).toEqual([]);
    await expect(removeMember(world, olga, campaign.id, id)).rejects.toThrow('does not exist');
  });

  test('leave the last organizer, unless an admin decides', async () => {
    const { world, campaign, olga } = await aTeam();
    const own = olga.accountId ?? '';
    await expect(removeMember(world, olga, campaign.id, own)).rejects.toThrow('needs an organizer');
    await expect(changeRole(world, olga, campaign.id, own, 'staffer')).rejects.toThrow('needs an organizer');
    await changeRole(world, olga, campaign.id, own, 'organizer');
    await removeMember(world, anAdmin, campaign.id, own);
    expect(await listTeam(world.db, anAdmin, campaign.id)).toEqual([]);
  });

  test('leave an organizer when two remove each other at once', async () => {
    const { world, campaign, olga } = await aTeam();
    const oren = await aMember(world, campaign.id, 'organizer', 'Oren');
    const results = await Promise.allSettled([
      removeMember(world, olga, campaign.id, oren.accountId ?? ''),
      removeMember(world, oren, campaign.id, olga.accountId ?? ''),
    ]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await listTeam(world.db, anAdmin, campaign.id)).toHaveLength(1);
  });
});

describe('an API token', () => {
  test('acts with its role in its campaign, and is kept as a hash', async () => {
    const { world, campaign, olga } = await aTeam();
    const secret = await makeToken(world, olga, { name: 'counter', campaignId: campaign.id, role: 'staffer' });
    expect(secret).toMatch(/^und_/);
    const viewer = await findTokenViewer(world.db, secret);
    expect([viewer?.accountId, viewer?.name, viewer?.admin]).toEqual([null, 'token "counter"', false]);
    expect([...(viewer?.roles ?? [])]).toEqual([[campaign.id, 'staffer']]);
    expect(JSON.stringify(await world.db.select().from(apiTokens))).not.toContain(secret.slice(4));
    expect(await findTokenViewer(world.db, secret.slice(0, -1))).toBeNull();
  });

  test('without a campaign is for the whole site, and only an admin gives it', async () => {
    const { world, campaign, olga } = await aTeam();
    const site = { name: 'sync', campaignId: null, role: 'admin' as const };
    await expect(makeToken(world, olga, site)).rejects.toThrow('needs the admin');
    await expect(makeToken(world, olga, { ...site, campaignId: campaign.id })).rejects.toThrow('whole site');
    await expect(makeToken(world, olga, { ...site, role: 'staffer' })).rejects.toThrow('needs the admin');
    const viewer = await findTokenViewer(world.db, await makeToken(world, anAdmin, site));
    expect(viewer?.admin).toBe(true);
    const reader = await findTokenViewer(world.db, await makeToken(world, anAdmin, { ...site, role: 'staffer' }));
    expect(mayAs(reader, campaign.id, 'staffer')).toBe(true);
    expect(mayAs(reader, campaign.id, 'organizer')).toBe(false);
  });

  test('is nobody’s once revoked, by an organizer of its campaign', async () => {
    const { world, campaign, olga } = await aTeam();
    const secret = await makeToken(world, olga, { name: 'counter', campaignId: campaign.id, role: 'organizer' });
    const [token] = await listTokens(world.db, olga, campaign.id);
    const elsewhere = await aMember(world, (await aCampaign(world)).id, 'organizer', 'Else');
    await expect(revokeToken(world, elsewhere, token?.id ?? '')).rejects.toThrow('needs the role');
    await revokeToken(world, olga, token?.id ?? '');
    await revokeToken(world, olga, token?.id ?? '');
    expect(await findTokenViewer(world.db, secret)).toBeNull();
    expect(await listTokens(world.db, olga, campaign.id)).toEqual([]);
    const deeds = (await world.db.select().from(history)).map((row) => row.deed);
    expect(deeds.sort()).toEqual(['made', 'revoked']);
  });
});
