import { describe, expect, test } from 'vitest';
import { NotAllowed, NotFound, NotSignedIn } from '../../server/basics/errors.ts';
import type { Viewer } from '../../server/basics/viewer.ts';
import { addBill, linkBill, listBills, listCampaignBills, removeBillsOf } from '../../server/bills/bills.ts';
import {
  addCoverage,
  addExhibit,
  type CampaignForm,
  createCampaign,
  deleteCampaign,
  editCampaign,
  findCampaign,
  imprintOf,
  listCoverage,
  listExhibits,
  listMyCampaigns,
  listPublishedCampaigns,
  publishCampaign,
  removeCampaign,
  requireCampaign,
  requireVisibleCampaign,
} from '../../server/campaigns/campaigns.ts';
import { listHistory } from '../../server/history/history.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

const form: CampaignForm = {
  title: 'Clean Rivers Now',
  summary: 'For clean rivers.',
  sponsor: 'Rivers Example Committee',
  sponsorAddress: '1 Example Plaza, Santa Fe, NM 87501',
  sponsorContact: 'hello@rivers.example',
  privacy: '',
  moderatesNames: false,
};

const signedInTo = (roles: [string, 'organizer' | 'staffer' | 'volunteer'][], accountId: string): Viewer => ({
  accountId,
  name: 'Dana Ops',
  admin: false,
  roles: new Map(roles),
});

describe('starting a campaign', () => {
  test('makes its creator the organizer and shows it to nobody else', async () => {
    const world = await aWorld();
    const first = await createCampaign(world, anAdmin, form);
    const dana = await anAccount(world, {
      name: 'Dana Ops',
      email: 'dana@ops.example',
      roles: [[first.id, 'organizer']],
    });
    const second = await createCampaign(world, signedInTo([[first.id, 'organizer']], dana), { ...form, title: 'Air' });
    expect(second).toMatchObject({ slug: 'air', publishedAt: null, example: false });
    expect(await listPublishedCampaigns(world.db)).toEqual([]);
    await expect(requireVisibleCampaign(world.db, null, 'air')).rejects.toThrow(NotFound);
    await expect(requireCampaign(world.db, aViewer('another', 'organizer'), 'air', 'volunteer')).rejects.toThrow(
      NotFound,
    );
    const now = signedInTo([[second.id, 'organizer']], dana);
    expect((await requireCampaign(world.db, now, 'air', 'organizer')).id).toBe(second.id);
    expect((await listMyCampaigns(world.db, now)).map((campaign) => campaign.slug)).toEqual(['air']);
    expect(await listMyCampaigns(world.db, anAdmin)).toHaveLength(2);
  });

  test('is for admins and for organizers with an account', async () => {
    const world = await aWorld();
    await expect(createCampaign(world, null, form)).rejects.toThrow(NotSignedIn);
    await expect(createCampaign(world, signedInTo([['c', 'staffer']], 'a'), form)).rejects.toThrow(NotAllowed);
    // A token of one campaign would not even see the new one.
    await expect(createCampaign(world, aViewer('c', 'organizer'), form)).rejects.toThrow(NotAllowed);
  });

  test('finds a free address, but does not bend one that was asked for', async () => {
    const world = await aWorld();
    const slugs = [];
    for (let n = 0; n < 3; n += 1) slugs.push((await createCampaign(world, anAdmin, form)).slug);
    expect(slugs).toEqual(['clean-rivers-now', 'clean-rivers-now-2', 'clean-rivers-now-3']);
    await expect(createCampaign(world, anAdmin, { ...form, slug: 'clean-rivers-now' })).rejects.toMatchObject({
      problems: [{ path: 'slug' }],
    });
    expect((await createCampaign(world, anAdmin, { ...form, title: 'New' })).slug).not.toBe('new');
    expect((await createCampaign(world, anAdmin, { ...form, title: '河' })).slug).toBe('campaign');
  });

  test('of the same name at once gives each its own address', async () => {
    const world = await aWorld();
    const made = await Promise.all(Array.from({ length: 5 }, () => createCampaign(world, anAdmin, form)));
    expect(new Set(made.map((campaign) => campaign.slug)).size).toBe(5);
  });
});

describe('publishing a campaign', () => {
  test.each(['sponsor', 'sponsorAddress', 'sponsorContact'] as const)('needs its %s', async (field) => {
    const world = await aWorld();
    const { slug } = await createCampaign(world, anAdmin, { ...form, [field]: '' });
    await expect(publishCampaign(world, anAdmin, slug)).rejects.toMatchObject({ reason: 'campaign-incomplete' });
    await editCampaign(world, anAdmin, slug, form);
    expect((await publishCampaign(world, anAdmin, slug)).publishedAt).toEqual(world.now());
    await expect(editCampaign(world, anAdmin, slug, { ...form, [field]: '' })).rejects.toMatchObject({
      reason: 'campaign-incomplete',
    });
    expect((await findCampaign(world.db, slug))?.[field]).toBe(form[field]);
  });

  test('twice is once, and everybody sees it then', async () => {
    const world = await aWorld();
    const { slug, id } = await createCampaign(world, anAdmin, form);
    await Promise.all([publishCampaign(world, anAdmin, slug), publishCampaign(world, anAdmin, slug)]);
    const deeds = (await listHistory(world.db, 'campaign', id)).map((row) => row.deed);
    expect(deeds).toEqual(['published', 'created']);
    const campaign = await requireVisibleCampaign(world.db, null, slug);
    expect(imprintOf(campaign)).toEqual({
      sponsor: 'Rivers Example Committee',
      address: '1 Example Plaza, Santa Fe, NM 87501',
      contact: 'hello@rivers.example',
      privacyUrl: '/campaigns/clean-rivers-now/privacy',
    });
    expect(await listPublishedCampaigns(world.db)).toHaveLength(1);
  });

  test('is for its organizers, and it then cannot be deleted', async () => {
    const world = await aWorld();
    const { slug, id } = await createCampaign(world, anAdmin, form);
    await expect(publishCampaign(world, aViewer(id, 'staffer'), slug)).rejects.toThrow(NotAllowed);
    await expect(publishCampaign(world, aViewer('another', 'organizer'), slug)).rejects.toThrow(NotFound);
    await publishCampaign(world, aViewer(id, 'organizer'), slug);
    await expect(publishCampaign(world, null, slug)).rejects.toThrow(NotSignedIn);
    await expect(deleteCampaign(world, anAdmin, slug)).rejects.toMatchObject({ reason: 'campaign-published' });
  });
});

test('an unpublished campaign can be deleted', async () => {
  const world = await aWorld();
  const { slug } = await createCampaign(world, anAdmin, form);
  await deleteCampaign(world, anAdmin, slug);
  expect(await findCampaign(world.db, slug)).toBeNull();
});

test('bills, exhibits and coverage come in their order and go with their campaign', async () => {
  const world = await aWorld();
  const { rivera, okafor } = await aLegislature(world);
  const campaign = await createCampaign(world, anAdmin, form);
  const other = await createCampaign(world, anAdmin, form);
  const bill = { congress: 119, number: 'H.R. 1', title: 'Rivers Act', introduced: '2025', summary: '', source: 'A' };
  const ids = await world.db.transaction(async (tx) => {
    const sponsors = [
      { legislator: okafor.key, role: 'sponsor' as const },
      { legislator: rivera.key, role: 'cosponsor' as const },
    ];
    const own = await addBill(tx, world, { ...bill, sponsors });
    const shared = await addBill(tx, world, { ...bill, title: 'Shared Act', sponsors: [] });
    await linkBill(tx, campaign.id, shared, 0);
    await linkBill(tx, campaign.id, own, 1);
    await linkBill(tx, campaign.id, own, 1);
    await linkBill(tx, other.id, shared, 0);
    for (const ordinal of [1, 0])
      await addExhibit(tx, world, campaign.id, {
        ordinal,
        title: `Table ${ordinal}`,
        note: '',
        columns: ['What', 'How many'],
        rows: [{ cells: ['Rivers', '2'], source: 'A' }],
      });
    for (const day of ['2023-11-08', '2025'])
      await addCoverage(tx, world, campaign.id, {
        outlet: 'Example Post',
        day,
        stance: 'neutral',
        summary: 'A report.',
      });
    return { own, shared };
  });
  expect((await listCampaignBills(world.db, campaign.id)).map((one) => [one.title, one.sponsors.length])).toEqual([
    ['Shared Act', 0],
    ['Rivers Act', 2],
  ]);
  expect((await listBills(world.db, [ids.own, 'nobody']))[0]?.sponsors.map((one) => one.legislator)).toEqual([
    okafor.key,
    rivera.key,
  ]);
  expect((await listExhibits(world.db, campaign.id)).map((one) => one.title)).toEqual(['Table 0', 'Table 1']);
  expect((await listCoverage(world.db, campaign.id)).map((one) => one.day)).toEqual(['2025', '2023-11-08']);

  await world.db.transaction(async (tx) => {
    await removeBillsOf(tx, campaign.id);
    await removeCampaign(tx, campaign.id);
  });
  expect(await listBills(world.db, [ids.own])).toEqual([]);
  expect(await listCampaignBills(world.db, other.id)).toHaveLength(1);
  expect(await listExhibits(world.db, campaign.id)).toEqual([]);
});
