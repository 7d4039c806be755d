/** What is to be put right of a letter that is out: derived from who withdrew afterwards, and never stored. */
import { dayInWords } from '../basics/time.ts';
import type { Viewer } from '../basics/viewer.ts';
import { listSteps, type Stand, seatOf } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import { listDeed } from '../history/history.ts';
import { type Letter, lastSubstantive } from '../letters/letters.ts';

export interface Erratum {
  /** '2026-05-12': the day of the withdrawal. */
  day: string;
  stand: Stand;
  /** 'Erratum, May 12, 2026: Representative Ben Okafor (R-OH-07) withdrew the signature.' */
  words: string;
}

/** 'Representative Ben Okafor (R-OH-07)': for whoever reads one line alone. */
export const nameInFull = (stand: Stand): string => {
  const seat = seatOf(stand);
  return `${stand.title} ${stand.full}${seat && ` (${seat})`}`;
};

/** When a letter was marked as sent; null while it was not. */
export async function sentAt(db: Db, letter: Pick<Letter, 'id' | 'sentDay'>): Promise<Date | null> {
  if (letter.sentDay === null) return null;
  const [sent] = await listDeed(db, 'letter', letter.id, 'sent', 1);
  return sent?.at ?? null;
}

/**
 * Who withdrew after the letter was sent, oldest first: recorded afterwards, for until then the letter went out with
 * the name; it did not with names under an earlier text. A correction makes an erratum vanish. Empty where the viewer
 * may not see names.
 */
export async function errataOf(db: Db, viewer: Viewer | null, letter: Letter): Promise<Erratum[]> {
  const sent = await sentAt(db, letter);
  if (!sent) return [];
  const substantive = await lastSubstantive(db, letter.id);
  return (await listSteps(db, viewer, letter, 'withdrew'))
    .filter(({ kind, since, version }) => kind === 'withdrew' && since > sent && version >= substantive)
    .sort((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? -1 : 1))
    .map(({ day, stand }) => ({
      day,
      stand,
      words: `Erratum, ${dayInWords(day)}: ${nameInFull(stand)} withdrew the signature.`,
    }));
}
