/**
 * Mail that comes back, and what its readers complain of. Anybody can write a report, so one is believed only where it
 * carries the mark of a mail that went out, which its sender's server and its receiver alone have seen; or, without
 * one, where an admin's program vouches for it and it returns the mail's own Message-ID.
 */
import { addressKeyOf } from '../basics/addresses.ts';
import { Refused } from '../basics/errors.ts';
import { readBrief } from '../basics/marks.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import * as store from './bounces.store.ts';
import { type MailKind, tellsOfAddress } from './kinds.ts';
import { type Report, readReport } from './reports.ts';
import type { Listeners } from './sending.ts';
import { suppress } from './suppressing.ts';
import { type Verdict, verdictOf } from './verdicts.ts';

/** The most bytes of a report; what a server says of a mail stands at the beginning. */
export const MOST_BYTES = 1_048_576;

/** So many soft bounces, each of another mail and on another day, within so many days: then nobody reads there. */
const SOFT_DAYS = 3;
const WITHIN_DAYS = 30;
const DAY_MS = 86_400_000;

/** A mail of which its reader complained. */
export interface Complained {
  reason: string;
  addressKey: string;
}

/** What rooms do when mail came back, and when a reader complained of their mail: true where they saw to it. */
export interface ReportListeners {
  ended: Listeners;
  complained: Partial<Record<MailKind, (tx: Tx, mail: Complained) => Promise<boolean>>>;
}

export interface Posted {
  /** The address that the report went to, where the mail server says it beside the mail. */
  recipient?: string | undefined;
  /** Whether an admin answers for what is brought: the Message-ID that was returned is then enough to know the mail. */
  vouched?: boolean;
}

/** What came of a report. 'nothing': it is none, or says nothing that counts, or is about no mail of ours. */
export interface Taken {
  outcome: 'bounced' | 'complained' | 'nothing';
  kind: store.Bounce['kind'] | null;
  /** As RFC 3463 has it; '' for a complaint. */
  status: string;
  /** Whether it was told before: then nothing is done again. */
  again: boolean;
}

const nothing: Taken = { outcome: 'nothing', kind: null, status: '', again: false };

/**
 * Takes a report about a mail of ours, as raw bytes of a message. A mailbox that is not there, and one that refused
 * often, get no more mail to many, if its owner had confirmed it; a complaint ends the mail of its campaign; the room that wrote the mail is told, all
 * in one transaction and once. Throws Refused('on-its-way') while the mail is just being sent: come again.
 */
export async function takeReport(
  world: World,
  listeners: ReportListeners,
  raw: Buffer,
  posted: Posted = {},
): Promise<Taken> {
  const report = await readReport(raw);
  const id = report && mailOf(world, report, posted);
  if (!id) return nothing;
  return world.db.transaction(async (tx) => {
    const mail = await store.findMail(tx, id);
    if (!mail) return nothing;
    if (mail.state === 'sending')
      throw new Refused('on-its-way', 'This mail is just being sent. Please try again soon.');
    const isReceiver = (address: string) => addressKeyOf(world, address) === mail.addressKey;
    const verdict = report.complaint ? complaint : verdictOf(report.recipients, isReceiver);
    if (!verdict) return nothing;
    const { kind, status } = verdict;
    const taken: Taken = { outcome: report.complaint ? 'complained' : 'bounced', kind, status, again: false };
    const { reason, addressKey } = mail;
    const bounce = { id: world.newId(), mailId: id, addressKey, kind, status, at: world.now() };
    if (!(await store.add(tx, bounce))) return { ...taken, again: true };
    if (report.complaint) {
      const seen = await listeners.complained[mail.kind as MailKind]?.(tx, { reason, addressKey });
      // Of which campaign is not known: of none, then.
      if (!seen && addressKey) await suppress(tx, world, { addressKey, campaignId: null, why: 'complained' });
      return taken;
    }
    const dead = kind === 'hard' || (kind === 'soft' && (await isSoftTooOften(tx, world, addressKey)));
    if (addressKey && dead && tellsOfAddress(mail.kind))
      await suppress(tx, world, { addressKey, campaignId: null, why: 'bounced' });
    const problem = problems[kind as Verdict['kind']];
    await store.noteProblem(tx, id, problem);
    await listeners.ended[mail.kind as MailKind]?.(tx, [{ reason, outcome: 'bounced', problem }]);
    return taken;
  });
}

const complaint = { kind: 'complaint', status: '' } as const;

/** For the writer of a mail; few, for they are counted by. */
const problems: Record<Verdict['kind'], string> = {
  hard: 'it came back: there is no such mailbox',
  soft: 'it came back: the mailbox did not take it',
  policy: 'it came back: the receiver’s mail server refused it',
};

const MOST_MARKS = 50;

/** The mail that a report is about, as far as it can be believed. */
function mailOf(world: World, { places, messageIds }: Report, { recipient, vouched }: Posted): string | null {
  const marks = [recipient ?? '', ...places]
    .flatMap((text) => [...text.matchAll(/\+([\w-]{17,64})@/g)].map(([, mark = '']) => mark.toLowerCase()))
    .slice(0, MOST_MARKS);
  for (const mark of new Set(marks)) {
    const id = readBrief(world, 'bounce', mark);
    if (id !== null) return id;
  }
  if (!vouched) return null;
  const host = `@${new URL(world.settings.baseUrl).hostname.replace(/[[\]]/g, '')}`;
  return messageIds.find((id) => id.endsWith(host))?.slice(0, -host.length) ?? null;
}

async function isSoftTooOften(tx: Tx, world: World, addressKey: string): Promise<boolean> {
  const since = new Date(world.now().getTime() - WITHIN_DAYS * DAY_MS);
  const soft = await store.listSoft(tx, addressKey, since, 100);
  const days = new Set(soft.map(({ at }) => at.toISOString().slice(0, 10)));
  const mails = new Set(soft.map(({ mailId }) => mailId));
  return days.size >= SOFT_DAYS && mails.size >= SOFT_DAYS;
}

/** The newest reports, at most `limit`: what came back, of what kind of mail. */
export const listBounces = (db: Db, limit: number) => store.listNewest(db, limit);

const AT_ONCE = 200;

/** Forgets what came back long ago: it holds keyed hashes of addresses. Whom not to write to is kept apart. */
export async function forgetBounces(world: Pick<World, 'db' | 'now' | 'settings'>): Promise<void> {
  const before = new Date(world.now().getTime() - world.settings.keepAddressDays * DAY_MS);
  while ((await world.db.transaction((tx) => store.deleteOldest(tx, before, AT_ONCE))) === AT_ONCE);
}
