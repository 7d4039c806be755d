/** What is held of a person: asked for by mail, shown to whoever has the address, erased when they say so. */
import { type Account, findAccountByEmail } from '../accounts/accounts.ts';
import { eraseInvitationsTo, type Invitation, listInvitationsTo } from '../accounts/invitations.ts';
import { addressKeyOf, canonicalAddress } from '../basics/addresses.ts';
import { TooMany } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { findCampaignById } from '../campaigns/campaigns.ts';
import { listRemindersTo } from '../closing/closing.ts';
import type { Db } from '../db/database.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { findLetterById, type Letter } from '../letters/letters.ts';
import { cancelMails, listMails, type OutboxRow, queueMail } from '../mail/mail.ts';
import { type HeldSuppression, listHeldSuppressions } from '../mail/suppressing.ts';
import {
  eraseMessages,
  eraseWriters,
  type HeldMessage,
  listHeldMessages,
  listHeldWriters,
  mailReasonsOf as messageReasons,
  writerReasonOf,
} from '../messages/messages.ts';
import { answerReasonsOf, eraseHeldAnswers, type HeldAnswer, listHeldAnswers } from '../office/office.ts';
import {
  asHeld,
  eraseHeld,
  eraseInvitations,
  type HeldInvitation,
  type HeldSignature,
  invitationReasonsOf,
  listHeldInvitations,
  listHeldSignatures,
  mailReasonsOf as signatureReasons,
} from '../signatures/signatures.ts';
import { eraseHeldUpdates, type HeldUpdate, listHeldUpdates } from '../updates/updates.ts';
import { countTry } from '../web/limits.ts';
import { eraseHeldStaff, listHeldStaff, type StaffContact } from '../whip/whip.ts';
import { type Erased, LINK_HOURS, tokenFor } from './links.ts';

/** Tries per visitor, and mails to one address whoever asks for them. */
const perVisitor = { most: 10, seconds: 3600 };
const perAddress = { most: 3, seconds: 86_400 };

/**
 * Sends a link to what is held of an address: to that address, also when nothing is. The visitor is told the same
 * whatever is known. Throws TooMany for the visitor's own tries.
 */
export async function askWhatIsHeld(world: World, email: string, visitor: string): Promise<void> {
  await countTry(world, 'privacy', visitor, perVisitor);
  try {
    await countTry(world, 'privacy of', canonicalAddress(email), perAddress);
  } catch (error) {
    // Told, it would say that somebody else asked about this address.
    if (error instanceof TooMany) return;
    throw error;
  }
  const site = new URL(world.settings.baseUrl).host;
  const link = `${world.settings.baseUrl}/privacy/held?token=${tokenFor(world, email)}`;
  await world.db.transaction((tx) =>
    queueMail(tx, world, {
      kind: 'privacy-link',
      reason: `privacy:${world.newId()}`,
      to: { name: '', address: email },
      data: { link, hours: LINK_HOURS, site },
    }),
  );
}

/** A mail that waits to be sent, or that was. What it held is forgotten once it was sent. */
type HeldMail = Pick<OutboxRow, 'kind' | 'state' | 'toAddress' | 'data' | 'createdAt' | 'sentAt'>;

/** All that is held of whoever has an address, by what it is for. */
export interface Held {
  email: string;
  signatures: (HeldSignature & { letterTitle: string; letterUrl: string })[];
  messages: (HeldMessage & { letterTitle: string; letterUrl: string })[];
  /** Pages with what became of the messages, one for each letter. */
  receipts: { letterTitle: string; letterUrl: string; createdAt: Date; askAt: Date | null; askedAt: Date | null }[];
  /** News of a letter that was sent to the address, or that lists it. */
  updates: (Omit<HeldUpdate, 'letterId'> & { letterTitle: string; letterUrl: string })[];
  /** Invitations of organizations to sign. */
  invitations: HeldInvitation[];
  /** Answers given for a legislator's office. */
  answers: (Omit<HeldAnswer, 'letterSlug'> & { letterUrl: string })[];
  /** Legislators' offices for which a campaign has noted the address. */
  offices: (Pick<StaffContact, 'name' | 'title' | 'email' | 'phone' | 'createdAt'> & {
    campaign: string;
    legislator: string;
  })[];
  /** Invitations to run a campaign. */
  teamInvitations: Invitation[];
  /** Where no more mail to many goes to the address. `campaign` is null for the whole site. It outlives an erasure. */
  suppressions: (Omit<HeldSuppression, 'campaignId'> & { campaign: string | null })[];
  mails: HeldMail[];
  account: Account | null;
}

export async function findHeld(world: Pick<World, 'db' | 'secret' | 'settings'>, email: string): Promise<Held> {
  const { db } = world;
  const letterOf = letterFinder(db);
  const reasons: string[] = [];
  const signatures: Held['signatures'] = [];
  const signed = new Set<string>();
  const about = async (letterId: string) => {
    const letter = await letterOf(letterId);
    return { letterTitle: letter?.title ?? '', letterUrl: `${world.settings.baseUrl}/letters/${letter?.slug ?? ''}` };
  };
  for await (const rows of listHeldSignatures(world, db, email))
    for (const row of rows) {
      const own = signatureReasons(row, { version: (await letterOf(row.letterId))?.version ?? 0 });
      reasons.push(...own);
      signed.add(row.letterId);
      // The row counts what it caused; the outbox knows of the other names with its address and of a new text too.
      const mails = Math.max(row.mails, (await findMails(db, own)).length);
      signatures.push({ ...asHeld(row), mails, ...(await about(row.letterId)) });
    }
  const updates: Held['updates'] = [];
  for (const { letterId, ...row } of await listHeldUpdates(db, [...signed], addressKeyOf(world, email)))
    updates.push({ ...(await about(letterId)), ...row });
  const messages: Held['messages'] = [];
  for await (const rows of listHeldMessages(world, db, email))
    for (const row of rows) {
      reasons.push(...messageReasons(row));
      messages.push({ ...row, ...(await about(row.letterId)) });
    }
  const receipts: Held['receipts'] = [];
  for (const { id, letterId, createdAt, askAt, askedAt } of await listHeldWriters(world, db, email)) {
    reasons.push(writerReasonOf({ id }));
    receipts.push({ ...(await about(letterId)), createdAt, askAt, askedAt });
  }
  const answers = (await listHeldAnswers(world, db, email)).map(({ letterSlug, ...row }) => {
    reasons.push(...answerReasonsOf(row));
    return { ...row, letterUrl: `${world.settings.baseUrl}/letters/${letterSlug}` };
  });
  const offices: Held['offices'] = [];
  for (const person of await listHeldStaff(db, email)) {
    const { campaignId, legislator, name, title, email: address, phone, createdAt } = person;
    reasons.push(...(await listRemindersTo(db, person)).map(({ reason }) => reason));
    offices.push({
      ...{ name, title, email: address, phone, createdAt },
      campaign: (await findCampaignById(db, campaignId))?.title ?? '',
      legislator: (await listByKeys(db, [legislator]))[0]?.full ?? '',
    });
  }
  const teamInvitations = await listInvitationsTo(db, email);
  reasons.push(...teamInvitations.map(({ id }) => `invitation:${id}`));
  const suppressions: Held['suppressions'] = [];
  for (const { campaignId, ...row } of await listHeldSuppressions(world, db, email)) {
    const campaign = campaignId === null ? null : ((await findCampaignById(db, campaignId))?.title ?? '');
    suppressions.push({ campaign, ...row });
  }
  const invitations = await listHeldInvitations(world, db, email);
  reasons.push(...invitationReasonsOf(world, email, invitations));
  return {
    ...{ email, signatures, updates, messages, receipts, answers, offices, invitations, teamInvitations, suppressions },
    mails: await findMails(db, [...new Set(reasons)]),
    account: await findAccountByEmail(db, email),
  };
}

/** Letters by id, each looked up once. */
function letterFinder(db: Db): (id: string) => Promise<Letter | null> {
  const known = new Map<string, Promise<Letter | null>>();
  return (id) => {
    const letter = known.get(id) ?? findLetterById(db, id);
    known.set(id, letter);
    return letter;
  };
}

const REASONS_AT_ONCE = 500;

async function findMails(db: Db, reasons: string[]): Promise<HeldMail[]> {
  const mails: HeldMail[] = [];
  for (let at = 0; at < reasons.length; at += REASONS_AT_ONCE)
    for (const row of await listMails(db, reasons.slice(at, at + REASONS_AT_ONCE))) {
      const { kind, state, toAddress, data, createdAt, sentAt } = row;
      mails.push({ kind, state, toAddress, data, createdAt, sentAt });
    }
  return mails;
}

/**
 * Forgets all that is held of whoever has an address, but for an account, which its campaign removes, and for answers of
 * an office that count, which are the evidence of what they say. Signatures under
 * open letters are withdrawn; under closed ones they count on without a name. Each in a transaction of its own: stopped
 * half-way, it goes on when it is asked for again.
 */
export async function eraseAll(world: World, email: string): Promise<Erased> {
  const erased: Erased = {
    ...{ withdrawn: 0, kept: 0, forgotten: 0, messages: 0, onTheirWay: 0 },
    ...{ invitations: 0, answers: 0, evidence: 0, offices: 0 },
  };
  const key = addressKeyOf(world, email);
  for await (const rows of listHeldSignatures(world, world.db, email)) {
    // First, for once a signature is erased nothing leads to the lists that it is on.
    const letterIds = [...new Set(rows.map(({ letterId }) => letterId))];
    await world.db.transaction((tx) => eraseHeldUpdates(tx, letterIds, key));
    for (const { id } of rows) erased[await eraseSignature(world, id)] += 1;
  }
  for await (const rows of listHeldMessages(world, world.db, email)) {
    const done = await world.db.transaction((tx) => eraseMessages(tx, world, rows));
    erased.messages += done.forgotten;
    erased.onTheirWay += done.onTheirWay;
  }
  await world.db.transaction((tx) => eraseWriters(tx, world, email));
  erased.evidence = (await listHeldAnswers(world, world.db, email)).filter(({ evidence }) => evidence).length;
  erased.answers = await world.db.transaction((tx) => eraseHeldAnswers(tx, world, email));
  erased.offices = await world.db.transaction(async (tx) => {
    const held = await listHeldStaff(tx, email);
    for (const person of held)
      await cancelMails(
        tx,
        (await listRemindersTo(tx, person)).map(({ reason }) => reason),
      );
    await eraseHeldStaff(tx, held);
    return held.length;
  });
  const invitations = (await listHeldInvitations(world, world.db, email)).filter((row) => row.email !== null);
  const ofTeams = await listInvitationsTo(world.db, email);
  await world.db.transaction(async (tx) => {
    await eraseInvitations(tx, invitations);
    await cancelMails(tx, invitationReasonsOf(world, email, invitations));
    await eraseInvitationsTo(
      tx,
      ofTeams.map(({ id }) => id),
    );
  });
  return { ...erased, invitations: invitations.length + ofTeams.length };
}

/** As often as somebody else moves it at the same moment, which is hardly ever once. */
async function eraseSignature(world: World, id: string): Promise<'withdrawn' | 'kept' | 'forgotten'> {
  for (;;) {
    const outcome = await world.db.transaction((tx) => eraseHeld(tx, world, id));
    if (outcome) return outcome;
  }
}
