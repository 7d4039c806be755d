import { Invalid } from '../basics/errors.ts';
import { dayInWords } from '../basics/time.ts';
import { mayAs, type Viewer } from '../basics/viewer.ts';
import {
  type Bill,
  billLabel,
  billNumber,
  congressOn,
  findBill,
  listBills,
  listCampaignBills,
} from '../bills/bills.ts';
import { maySeeNames } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import { HOUSE, SENATE } from '../legislators/legislators.ts';
import { findLetter, type Letter, listOfCampaign } from '../letters/letters.ts';

/** A letter or a bill: what legislators stand behind. */
export interface Work {
  kind: 'letter' | 'bill';
  /** The letter's slug, or the bill's id. */
  id: string;
  /** '“The letter of 2025” (April 2025)', 'H.R. 5683 (119th Congress)'. */
  name: string;
  letter: Letter | null;
  bill: Bill | null;
  /** The body whose members join a bill; null for a letter, and where the bill's number is not known. */
  chamber: string | null;
  /** Whether the Congress of a bill has ended, so that nobody can join it any more. */
  over: boolean;
}

const letterName = ({ title, sentDay }: Letter): string => `“${title}”${sentDay ? ` (${dayInWords(sentDay)})` : ''}`;

export const letterWork = (letter: Letter): Work => ({
  ...{ kind: 'letter', id: letter.slug, name: letterName(letter), letter },
  ...{ bill: null, chamber: null, over: false },
});

export function billWork(bill: Bill, today: string): Work {
  const number = bill.number === null ? null : billNumber(bill.number);
  return {
    ...{ kind: 'bill', id: bill.id, name: billLabel(bill), letter: null, bill },
    chamber: number ? (number.type.startsWith('h') ? HOUSE : SENATE) : null,
    over: bill.congress !== null && bill.congress < congressOn(today),
  };
}

/** A campaign's published letters whose signers the viewer may know, newest first; withdrawn ones are left out. */
const listLetterWorks = async (db: Db, viewer: Viewer | null, campaignId: string): Promise<Work[]> =>
  (await listOfCampaign(db, campaignId, { drafts: false }))
    .filter((letter) => letter.state !== 'withdrawn' && maySeeNames(viewer, letter))
    .map(letterWork);

/** The bills of a letter and of its campaign. */
export async function listBillWorks(
  db: Db,
  { campaignId, bills }: Pick<Letter, 'campaignId' | 'bills'>,
  today: string,
): Promise<Work[]> {
  const ofCampaign = await listCampaignBills(db, campaignId);
  const known = new Set(ofCampaign.map((bill) => bill.id));
  const own = await listBills(
    db,
    bills.filter((id) => !known.has(id)),
  );
  return [...own, ...ofCampaign].map((bill) => billWork(bill, today));
}

/** What a letter can be compared with, and what gives reasons to sign it. */
export interface Works {
  /** The campaign's other letters. */
  letters: Work[];
  bills: Work[];
}

export const worksAround = async (db: Db, viewer: Viewer | null, letter: Letter, today: string): Promise<Works> => ({
  letters: (await listLetterWorks(db, viewer, letter.campaignId)).filter((work) => work.id !== letter.slug),
  bills: await listBillWorks(db, letter, today),
});

const unknown = (message: string) => new Invalid([{ path: 'against', message }]);

/**
 * The letter or bill that somebody names by a letter's address or slug, a bill's id, or the number of a bill of this
 * campaign. Throws Invalid for what is not known, or whose signers the viewer may not know.
 */
export async function requireWork(
  db: Db,
  viewer: Viewer | null,
  letter: Letter,
  text: string,
  { works, today }: { works: Works; today: string },
): Promise<Work> {
  const slug = /\/letters\/([a-z0-9-]+)/.exec(text)?.[1] ?? text;
  const other = await findLetter(db, slug);
  if (other && (other.publishedAt || mayAs(viewer, other.campaignId, 'staffer'))) {
    if (other.id === letter.id) throw unknown('This is the letter itself. Name another one, or a bill.');
    if (maySeeNames(viewer, other)) return letterWork(other);
    if (other.showCosigners === 'count') throw unknown('This letter tells how many signed it, and not who.');
  }
  const bill = works.bills.find(({ id }) => id === text)?.bill ?? (await findBill(db, text));
  if (bill) return billWork(bill, today);
  const number = billNumber(text);
  const numbered = number
    ? works.bills.filter(({ bill }) => {
        const own = bill?.number ? billNumber(bill.number) : null;
        const same = own?.type === number.type && own.number === number.number;
        return same && (number.congress === undefined || bill?.congress === number.congress);
      })
    : [];
  if (numbered.length > 1)
    throw unknown('Several Congresses have a bill of this number: say which, such as hr1234-119.');
  if (numbered[0]) return numbered[0];
  throw unknown('The address of a published letter, or a bill of this campaign.');
}
