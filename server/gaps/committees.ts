import { fold, listed } from '../basics/text.ts';
import type { Db } from '../db/database.ts';
import { listCommitteeMembers, listCommittees } from '../legislators/legislators.ts';
import { groupBy } from '../legislators/lists.ts';
import type { Letter } from '../letters/letters.ts';
import { because, type Reason } from './reasons.ts';

export type CommitteeRow = Awaited<ReturnType<typeof listCommittees>>[number];

/** A committee that may have to do with a letter, and what makes one think so. */
export interface Proposal {
  committee: CommitteeRow;
  /** The words that its name shares with an addressee's office. */
  words: string[];
}

/** Words that stand in the name of many an office and committee, and tell nothing. */
const common = new Set(
  ...[
    'affairs agency american americas board bureau chair city code commission commissioner committee congress council' +
      ' department director division federal general government honorable house joint member members minority majority national office' +
      ' oversight permanent president ranking related representatives secretary select senate service services special' +
      ' state states subcommittee united white with',
  ].map((words) => words.split(' ')),
);

const telling = (text: string): Set<string> =>
  new Set(
    fold(text)
      .split(/[^a-z]+/)
      .filter((word) => word.length > 3 && !common.has(word)),
  );

/** Everything one may choose from for a letter: the committees of its bodies and the joint ones, by key. */
export const listChoices = async (db: Db, letter: Letter): Promise<CommitteeRow[]> =>
  (await listCommittees(db)).filter(({ body }) => body === 'joint' || letter.openToBodies.includes(body));

const MOST_PROPOSALS = 8;

/** Committees whose names share a telling word with the office of an addressee; the most words first. */
export function proposalsFor({ addressees }: Letter, choices: CommitteeRow[]): Proposal[] {
  const offices = telling(addressees.map(({ title, organization }) => `${title} ${organization}`).join(' '));
  return choices
    .map((committee) => ({ committee, words: [...telling(committee.name)].filter((word) => offices.has(word)) }))
    .filter(({ words }) => words.length > 0)
    .sort(
      (a, b) =>
        b.words.length - a.words.length ||
        Number(a.committee.parent !== null) - Number(b.committee.parent !== null) ||
        (a.committee.key < b.committee.key ? -1 : 1),
    )
    .slice(0, MOST_PROPOSALS);
}

/** 'House Committee on Agriculture'; a subcommittee with its committee: 'Nutrition, House Committee on Agriculture'. */
export function committeeName(committee: CommitteeRow, all: ReadonlyMap<string, CommitteeRow>): string {
  const parent = committee.parent ? all.get(committee.parent) : undefined;
  return parent ? `${committee.name}, ${parent.name}` : committee.name;
}

const THE = /committee|commission|caucus/i;
const called = (name: string) => (THE.test(name) ? `the ${name}` : `the committee “${name}”`);
const part = (name: string) => (/subcommittee/i.test(name) ? name : `Subcommittee on ${name}`);

/**
 * Who serves on the chosen committees and their subcommittees, and as what: one reason for each whole committee. The
 * order of the reasons is that of the committees' keys.
 */
export async function listOnCommittees(
  db: Db,
  choices: CommitteeRow[],
  chosen: string[],
): Promise<Map<string, Reason[]>> {
  const wanted = new Set(chosen);
  const all = new Map(choices.map((committee) => [committee.key, committee]));
  const keys = choices
    .filter(({ key, parent }) => wanted.has(key) || (parent && wanted.has(parent)))
    .map(({ key }) => key);
  const seats = keys.length > 0 ? await listCommitteeMembers(db, keys) : [];
  const wholeOf = (key: string) => all.get(key)?.parent ?? key;
  return new Map(
    [...groupBy(seats, (seat) => seat.legislator)].map(([legislator, own]) => [
      legislator,
      [...groupBy(own.sort(byKey), (seat) => wholeOf(seat.committee))].map(([whole, its]) => {
        const main = its.find((seat) => seat.committee === whole);
        const parts = its.filter((seat) => seat !== main).map((seat) => all.get(seat.committee)?.name ?? '');
        const name = called(all.get(whole)?.name ?? whole);
        const on = main?.title ? `${main.title} of ${name}` : `on ${name}`;
        const words = main
          ? `${on}${parts.length > 0 ? ` and its ${listed(parts.map(part))}` : ''}`
          : `on the ${listed(parts.map(part))} of ${name}`;
        return because('committee', words);
      }),
    ]),
  );
}

const byKey = (a: { committee: string }, b: { committee: string }) => (a.committee < b.committee ? -1 : 1);
