/** What an organizer may choose from when saying whom a text is for. */
import type { Campaign } from '../campaigns/campaigns.ts';
import type { Db } from '../db/database.ts';
import { findState, listStates } from '../districts/districts.ts';
import {
  type Body,
  type CommitteeRow,
  type LegislatorRow,
  listBodies,
  listByKeys,
  listCommittees,
  listServing,
} from '../legislators/legislators.ts';
import { type Letter, listOfCampaign } from '../letters/letters.ts';
import type { Variant } from './store.ts';
import { type Named, seated } from './words.ts';

export interface Choices {
  /** The campaign's letters, newest first. */
  letters: Letter[];
  /** The bodies that the campaign's letters are open to; all where there is no letter yet. */
  bodies: Body[];
  parties: string[];
  states: { value: string; label: string }[];
  committees: CommitteeRow[];
  /** Everybody who serves in these bodies. */
  members: readonly LegislatorRow[];
}

export async function choicesFor(db: Db, campaign: Pick<Campaign, 'id'>): Promise<Choices> {
  const letters = await listOfCampaign(db, campaign.id, { drafts: true });
  const all = await listBodies(db);
  const open = new Set(letters.flatMap(({ openToBodies }) => openToBodies));
  const bodies = open.size > 0 ? all.filter(({ key }) => open.has(key)) : all;
  const keys = bodies.map(({ key }) => key);
  const members = await listServing(db, keys);
  const present = new Set(members.map(({ state }) => state));
  return {
    letters,
    bodies,
    parties: [...new Set(members.flatMap(({ party, caucus }) => [party, caucus]))].filter(Boolean).sort(),
    states: listStates()
      .filter(({ code }) => present.has(code))
      .map(({ code, name }) => ({ value: code, label: name }))
      .sort((a, b) => a.label.localeCompare(b.label, 'en')),
    committees: (await listCommittees(db)).filter(({ body }) => keys.includes(body) || body === 'joint'),
    members,
  };
}

/** The names of what these texts hold as keys, those of who has left office too. */
export async function namesFor(
  db: Db,
  { bodies, committees, members }: Choices,
  variants: Pick<Variant, 'conditions'>[],
): Promise<Named> {
  const serving = new Map(members.map((row) => [row.key, row]));
  const missing = variants.flatMap(({ conditions }) => conditions.legislator ?? []).filter((key) => !serving.has(key));
  const gone = await listByKeys(db, [...new Set(missing)]);
  const chosen = variants.flatMap(({ conditions }) => conditions.legislator ?? []);
  const rows = [...chosen.flatMap((key) => serving.get(key) ?? []), ...gone];
  return {
    bodies: new Map(bodies.map(({ key, name }) => [key, name])),
    committees: new Map(committees.map((committee) => [committee.key, committeeLabel(committee, committees)])),
    legislators: new Map(rows.map((row) => [row.key, seated(row)])),
  };
}

/** 'Committee on Armed Services'; a subcommittee after the committee it belongs to. */
export function committeeLabel({ name, parent }: CommitteeRow, all: CommitteeRow[]): string {
  const above = parent && all.find(({ key }) => key === parent);
  return above ? `${above.name}: ${name}` : name;
}

export const stateName = (code: string): string => findState(code)?.name ?? code;
