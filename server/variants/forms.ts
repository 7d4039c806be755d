/** The form of a text: what it says, and whom it is for. */
import { z } from 'zod';
import { Invalid, type Problem } from '../basics/errors.ts';
import type { Db } from '../db/database.ts';
import type { VariantConditions } from '../db/tables.ts';
import { type LegislatorRow, listByKeys } from '../legislators/legislators.ts';
import { matchNames } from '../legislators/matching.ts';
import { mergeable } from '../letters/letters.ts';
import { lineField, textField } from '../web/fields.ts';
import { line, lines, type Parsed, parse, type Typed, typedIn } from '../web/forms.ts';
import type { Choices } from './choices.ts';
import type { VariantForm } from './keeping.ts';
import { MOST_SUBJECT } from './offering.ts';
import type { Variant } from './store.ts';

/** The most legislators that are named one by one. */
const MOST_NAMED = 200;

const standing = z.enum(['signed', 'withdrew', 'not signed']);
const several = <T extends z.ZodType>(item: T, most: number) =>
  z.preprocess((value) => [...new Set(lines(value))], z.array(item).max(most, `At most ${most}.`));
const key = z.string().max(200);

/** What the form says for a text of all letters: a choice that must be made is never empty. */
export const EVERY_LETTER = 'every';

const shape = z.object({
  name: lineField({ most: 120, needed: 'Give it a name for your team.' }),
  letter: lineField({ most: 100 }).default(EVERY_LETTER),
  ask: z.enum(['request', 'thanks'], 'Choose what the text is.'),
  standing: several(standing, 3),
  party: several(z.string().max(100), 100),
  body: several(key, 200),
  state: several(key, 100),
  committee: several(key, 100),
  legislator: several(key, MOST_NAMED),
  addCommittee: lineField({ most: 200 }).default(''),
  addLegislator: lineField({ most: 200 }).default(''),
  subject: mergeable(lineField({ most: MOST_SUBJECT, needed: 'What should the subject be?' })),
  text: mergeable(textField({ most: 10_000, needed: 'What should they say?' })),
  script: mergeable(textField({ most: 3000 }).default('')),
});

/** Who is meant, where a name fits several: they are put to the choice. */
export interface Candidates {
  why: string;
  keys: string[];
}

/** What was typed, with whatever stood in the two fields that add something put among the chosen where it is clear. */
export interface Added {
  typed: Typed;
  problems: Problem[];
  candidates: Candidates | null;
}

/** Reads the fields that add a committee and a legislator; a name is matched, never guessed. */
export function withAdded(body: unknown, choices: Choices): Added {
  const typed = typedIn(body);
  const problems: Problem[] = [];
  const ticked = lines(typed['legislator']);
  const next: Typed = {
    ...typed,
    committee: [...new Set([...lines(typed['committee']), ...lines(line(typed['addCommittee']))])],
    addCommittee: '',
  };
  const name = line(typed['addLegislator']).slice(0, 200);
  if (name === '') return { typed: next, problems, candidates: null };
  const [match] = matchNames([...choices.members], [{ text: name }], choices.bodies);
  if (match?.kind === 'sure')
    return {
      typed: { ...next, legislator: [...new Set([...ticked, match.key])], addLegislator: '' },
      problems,
      candidates: null,
    };
  if (match?.kind === 'asked' && match.candidates.some((candidate) => ticked.includes(candidate)))
    return { typed: { ...next, addLegislator: '' }, problems, candidates: null };
  problems.push({ path: 'addLegislator', message: `“${name}”: ${match?.why ?? 'Nobody is called so.'}` });
  return {
    typed: next,
    problems,
    candidates: match?.kind === 'asked' ? { why: match.why, keys: match.candidates } : null,
  };
}

/** The form, read. A key that names nothing is a problem of its field. */
export async function readVariant(db: Db, { typed, problems }: Added, choices: Choices): Promise<Parsed<VariantForm>> {
  const read = parse(shape, typed);
  if (!read.ok) return { ...read, problems: [...problems, ...read.problems] };
  const { name, letter, ask, subject, text, script, addCommittee: _, addLegislator: __, ...chosen } = read.value;
  const found = await listByKeys(db, chosen.legislator);
  const unknown = [
    letter !== EVERY_LETTER && !choices.letters.some(({ id }) => id === letter) && 'letter',
    !within(chosen.body, choices.bodies) && 'body',
    !within(chosen.committee, choices.committees) && 'committee',
    chosen.state.some((code) => !choices.states.some(({ value }) => value === code)) && 'state',
    chosen.party.some((party) => !choices.parties.includes(party)) && 'party',
    !within(chosen.legislator, found) && 'legislator',
  ].filter((field) => field !== false);
  const all = [...problems, ...unknown.map((path) => ({ path, message: 'Choose from what is there.' }))];
  if (all.length > 0) return { ok: false, problems: all, typed };
  return {
    ok: true,
    value: {
      name,
      letterId: letter === EVERY_LETTER ? null : letter,
      ask,
      conditions: given(chosen),
      subject,
      text,
      script,
    },
  };
}

const within = (keys: string[], all: readonly { key: string }[]): boolean => {
  const known = new Set(all.map((one) => one.key));
  return keys.every((one) => known.has(one));
};

/** The conditions without those that nothing was chosen for. */
const given = (chosen: Required<VariantConditions>): VariantConditions =>
  Object.fromEntries(Object.entries(chosen).filter(([, values]) => values.length > 0));

/** The form of a text as it is. */
export const typedOf = ({ name, letterId, ask, conditions, subject, text, script }: VariantForm): Typed => ({
  ...{ name, letter: letterId ?? EVERY_LETTER, ask, subject, text, script },
  ...conditions,
});

/** A new text's form: it begins with the words of a letter. */
export const blankForm = (from: Pick<Variant, 'subject' | 'text'>): Typed => ({
  ...{ name: '', letter: EVERY_LETTER, ask: 'request', script: '' },
  ...from,
});

/** The one member whom a name means, or those it may mean. Throws Invalid where nobody is. */
export function memberNamed(members: readonly LegislatorRow[], name: string, bodies: Choices['bodies']): string[] {
  const [match] = matchNames([...members], [{ text: name.slice(0, 200) }], bodies);
  if (match?.kind === 'sure') return [match.key];
  if (match?.kind === 'asked') return match.candidates;
  throw new Invalid([{ path: 'name', message: match?.why ?? 'Nobody is called so.' }]);
}
