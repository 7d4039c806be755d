/** What the public may know happened between legislators and a letter, step by step. */
import type { Viewer } from '../basics/viewer.ts';
import type { Db } from '../db/database.ts';
import type { Letter } from '../letters/letters.ts';
import { entriesOf, type Stand, stands } from './listing.ts';
import { maySeeNames } from './rights.ts';
import { type Step, uncorrected } from './standing.ts';
import * as store from './store.ts';

/** `reaffirmed`: signed a later version too, after an earlier one. */
export type StepKind = 'signed' | 'reaffirmed' | 'withdrew';

export interface PublicStep {
  /** The same for good, also when the entry is corrected. */
  id: string;
  kind: StepKind;
  /** The day it speaks of. */
  day: string;
  /** The text that was signed, or whose signature was withdrawn. */
  version: number;
  /** When it was first recorded, and when its last correction was; not before the letter was published. */
  since: Date;
  at: Date;
}

export interface SigningStep extends PublicStep {
  stand: Stand;
}

const later = (a: Date, b: Date) => (a > b ? a : b);

/** The steps in a legislator's entries, oldest first; a signature that ended before anybody could see it is none. */
export function stepsIn(entries: (Step & { version: number })[], publishedAt: Date): PublicStep[] {
  const steps: PublicStep[] = [];
  let signed: number | null = null;
  for (const { entry, place, since } of uncorrected(entries)) {
    const step = (kind: StepKind, version = entry.version): PublicStep => ({
      ...{ id: place, kind, day: entry.day, version },
      ...{ since: later(since, publishedAt), at: later(entry.at, publishedAt) },
    });
    if (entry.position === 'signed') {
      if (signed === null || entry.version > signed) steps.push(step(signed === null ? 'signed' : 'reaffirmed'));
      signed = entry.version;
    } else if (signed !== null) {
      if (since >= publishedAt) steps.push(step('withdrew', signed));
      else steps.length = 0;
      signed = null;
    }
  }
  return steps;
}

/**
 * Who signed, signed again and withdrew, as the public may know it, in no order; empty where the viewer may not see
 * names and before the letter is published. Who is to reconfirm is left out, as from every list of signers.
 * `among`: whose steps; those who withdrew alone are quickly found.
 */
export async function listSteps(
  db: Db,
  viewer: Viewer | null,
  letter: Letter,
  among: 'all' | 'withdrew' = 'all',
): Promise<SigningStep[]> {
  const { publishedAt } = letter;
  if (!publishedAt || !maySeeNames(viewer, letter)) return [];
  const rows = [
    ...(among === 'all' ? await store.listSigned(db, letter.id) : []),
    ...(await store.listWithdrew(db, letter.id)),
  ];
  const entries = await entriesOf(db, letter, rows);
  return (await stands(db, letter, rows, []))
    .filter((stand) => !stand.toReconfirm)
    .flatMap((stand) => stepsIn(entries.get(stand.key) ?? [], publishedAt).map((step) => ({ ...step, stand })));
}
