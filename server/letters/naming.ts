import type { Problem } from '../basics/errors.ts';
import { fold } from '../basics/text.ts';
import type { Db } from '../db/database.ts';
import { type LegislatorRow, listByKeys, listServing, placeInWords } from '../legislators/legislators.ts';

/** What a lead's field held: a name as typed or picked, and the one chosen among candidates, if any. */
export interface TypedLead {
  text: string;
  choice: string;
}

export interface NamedLeads {
  keys: string[];
  /** By field: 'lead.0'. */
  problems: Problem[];
  /** Whom a field may mean, where that is not clear. */
  candidates: Record<string, { key: string; label: string }[]>;
}

const MOST_CANDIDATES = 12;

/** How a list names a legislator: 'Ana Rivera, Senator (Democrat, NM)'. */
export function labelOf(legislator: LegislatorRow): string {
  const place = legislator.class ? legislator.state : placeInWords(legislator);
  return `${legislator.full}, ${legislator.title} (${[legislator.party, place].filter(Boolean).join(', ')})`;
}

/** How these legislators are named, in their order. */
export async function labelsOf(db: Db, keys: string[]): Promise<string[]> {
  const rows = new Map((await listByKeys(db, keys)).map((row) => [row.key, row]));
  return keys.map((key) => {
    const row = rows.get(key);
    return row ? labelOf(row) : key;
  });
}

/** Everybody who can be a lead of a letter open to these bodies, as a field proposes them. */
export const proposals = async (db: Db, bodies: string[]): Promise<string[]> =>
  bodies.length > 0 ? (await listServing(db, bodies)).map(labelOf) : [];

/**
 * Whom the typed names mean among those who serve in these bodies, or served when they were named (`kept`). Only a
 * whole name or label that one person has is taken; anything less is asked about, with the candidates.
 */
export async function nameLeads(db: Db, typed: TypedLead[], bodies: string[], kept: string[]): Promise<NamedLeads> {
  const members = [...(await listServing(db, bodies)), ...(await listByKeys(db, kept))];
  const known = new Map(members.map((member) => [member.key, member]));
  const named: NamedLeads = { keys: [], problems: [], candidates: {} };
  typed.forEach(({ text, choice }, n) => {
    if (text === '') return;
    const path = `lead.${n}`;
    const asked = fold(text);
    const meant = [...known.values()].filter(
      (member) => fold(labelOf(member)) === asked || fold(member.full) === asked || member.key === text,
    );
    const chosen = known.get(choice);
    const words = asked.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
    const possible = meant.length > 0 ? meant : like(known.values(), words);
    if (meant.length === 1 && meant[0]) named.keys.push(meant[0].key);
    else if (chosen && possible.includes(chosen)) named.keys.push(chosen.key);
    else if (possible.length === 0)
      named.problems.push({ path, message: `Nobody who serves in the chosen bodies is called “${text}”.` });
    else {
      named.problems.push({ path, message: `Please choose whom you mean by “${text}”.` });
      named.candidates[path] = possible
        .slice(0, MOST_CANDIDATES)
        .map((member) => ({ key: member.key, label: labelOf(member) }));
    }
  });
  return named;
}

const like = (members: Iterable<LegislatorRow>, words: string[]) =>
  [...members].filter((member) => {
    const whole = fold(`${member.searchText} ${labelOf(member)}`);
    return words.length > 0 && words.every((word) => whole.includes(word));
  });
