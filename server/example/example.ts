import { Refused } from '../basics/errors.ts';
import { inProject } from '../basics/root.ts';
import { listed } from '../basics/text.ts';
import { dayIn, momentAt } from '../basics/time.ts';
import { requireAdmin, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { addBill, linkBill, removeBillsOf } from '../bills/bills.ts';
import {
  addCampaign,
  addCoverage,
  addExhibit,
  addHappening,
  type Campaign,
  findCampaign,
  makePublic,
  removeCampaign,
} from '../campaigns/campaigns.ts';
import { recordEntry } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import { listByKeys, removeBody } from '../legislators/legislators.ts';
import { importRoster } from '../legislators/load/load.ts';
import {
  addLetter,
  type Letter,
  type LetterForm,
  listOpenTo,
  moveLetter,
  publishDraft,
  setMessages,
  setReported,
} from '../letters/letters.ts';
import { addVariant } from '../variants/variants.ts';
import * as content from './content.ts';

/** Whether the example campaign is loaded. */
export const isLoaded = async (db: Db): Promise<boolean> => (await findCampaign(db, content.campaign.slug)) !== null;

const lasting = {
  openTo: { legislators: [] as string[], public: false },
  deadline: null,
  timeZone: 'America/New_York',
  order: 'alphabetical',
  visibility: { cosigners: 'names', signatures: 'names' },
  bills: [] as string[],
} as const;

/**
 * Loads the example campaign: a letter at a time, the campaign's facts first, so that a broken start leaves something
 * that `removeExample` removes whole. Throws Refused when it is loaded, and when Congress is not.
 */
export async function loadExample(world: World, viewer: Viewer | null): Promise<Campaign> {
  const admin = requireAdmin(viewer);
  if (await isLoaded(world.db)) throw new Refused('example-loaded', 'The example is loaded already.');
  const named = [
    ...content.letters.flatMap((letter) => letter.leads),
    ...content.bills.flatMap((bill) => bill.sponsors),
  ];
  const known = await listByKeys(world.db, named);
  if (known.length < new Set(named).size)
    throw new Refused(
      'roster-missing',
      'The example names members of Congress whom the loaded roster lacks: run "npx undersigned roster update".',
    );
  await importRoster(world, inProject('data', content.council.file), {
    format: 'csv',
    body: content.council.body,
    acceptDepartures: true,
  });

  const campaign = await world.db.transaction(async (tx) => {
    const added = await addCampaign(tx, world, admin, content.campaign, true);
    for (const [ordinal, exhibit] of content.exhibits.entries())
      await addExhibit(tx, world, added.id, { ...exhibit, ordinal });
    for (const item of content.coverage) await addCoverage(tx, world, added.id, item);
    for (const happening of content.timeline) await addHappening(tx, world, added.id, happening);
    for (const [ordinal, { sponsors, ...bill }] of content.bills.entries()) {
      const id = await addBill(tx, world, {
        ...bill,
        sponsors: sponsors.map((legislator) => ({ legislator, role: 'sponsor' })),
      });
      await linkBill(tx, added.id, id, ordinal);
    }
    return makePublic(tx, world, admin, added);
  });
  for (const past of content.letters) await loadPast(world, admin, campaign, past);
  await loadCurrent(world, admin, campaign);
  return campaign;
}

/** A letter that went out: its signers as the source names them, its reported total, its day. */
async function loadPast(
  world: World,
  admin: Viewer,
  campaign: Campaign,
  past: (typeof content.letters)[number],
): Promise<void> {
  const form: LetterForm = {
    ...lasting,
    ...past,
    bills: [],
    openTo: { legislators: past.openToBodies, public: false },
  };
  const letter = await world.db.transaction(async (tx) => {
    const published = await publishDraft(tx, world, admin, await addLetter(tx, world, admin, campaign, form));
    if (past.reported) await setReported(tx, published, past.reported.total, past.reported.source);
    const signers = past.signed ? await listByKeys(tx, past.signed.keys) : [];
    for (const signer of signers)
      await recordEntry(tx, world, admin, published, signer, {
        position: 'signed',
        day: past.signed?.day,
        source: past.signed?.source ?? '',
      });
    return published;
  });
  await moveLetter(world, admin, letter.slug, 'closed');
  await moveLetter(world, admin, letter.slug, 'sent', { sentDay: past.sentDay });
}

/** The letter that circulates: nobody has signed it. */
async function loadCurrent(world: World, admin: Viewer, campaign: Campaign): Promise<Letter> {
  const { weeks, openToBodies, messageSubject, messageRequest, messageThanks, ...current } = content.current;
  const inWeeks = new Date(world.now().getTime() + weeks * 7 * 86_400_000);
  const form: LetterForm = {
    ...lasting,
    ...current,
    bills: [],
    leads: [],
    openTo: { legislators: openToBodies, public: true },
    deadline: momentAt(`${dayIn(inWeeks, lasting.timeZone)}T17:00`, lasting.timeZone),
  };
  const letter = await world.db.transaction(async (tx) =>
    publishDraft(tx, world, admin, await addLetter(tx, world, admin, campaign, form)),
  );
  await world.db.transaction(async (tx) => {
    for (const text of content.texts)
      await addVariant(tx, world, campaign.id, { ...text, letterId: letter.id, script: '' });
  });
  return setMessages(world, admin, letter.slug, { messageSubject, messageRequest, messageThanks });
}

/**
 * Removes the example whole: campaign, letters, bills, the invented council; false when it was not loaded. Throws
 * Refused('council-in-use') when somebody's own letter is open to the council: it would lose its names.
 */
export async function removeExample(world: World, viewer: Viewer | null): Promise<boolean> {
  requireAdmin(viewer);
  return world.db.transaction(async (tx) => {
    const campaign = await findCampaign(tx, content.campaign.slug);
    if (!campaign?.example) return false;
    await removeBillsOf(tx, campaign.id);
    await removeCampaign(tx, campaign.id);
    const using = await listOpenTo(tx, content.council.body);
    if (using.length > 0)
      throw new Refused(
        'council-in-use',
        `The invented council is used by ${listed(using.map((letter) => `“${letter.title}”`))}. Delete that letter, or take the council off it, and the example can go.`,
      );
    await removeBody(tx, content.council.body);
    return true;
  });
}
