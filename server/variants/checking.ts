/**
 * The check of a campaign's texts as a whole, for one letter: which text each serving legislator gets now, and what an
 * organizer should know before a constituent finds out.
 */
import { listed, plural } from '../basics/text.ts';
import type { Db } from '../db/database.ts';
import type { Ask } from '../db/tables.ts';
import { type LegislatorRow, listServing } from '../legislators/legislators.ts';
import { fillTemplate, type Letter, type MergeField, placesIn, templateOf } from '../letters/letters.ts';
import type { AboutLetter } from './composing.ts';
import { type Addressed, firstFit, type Rule, rulesFor } from './matching.ts';
import { billsOf, legislatorValues, letterValues, ownOffer, type Scripted } from './offering.ts';
import { type Standing, standingsOf } from './standing.ts';
import type { Variant } from './store.ts';

/** A serving legislator with the text they get; `variant` is null for the letter's own. */
export interface Getting {
  legislator: LegislatorRow;
  ask: Ask;
  variant: string | null;
}

export interface Checked {
  /** Every serving legislator of the letter's bodies, once. */
  everybody: Getting[];
  /** What is wrong with each text, in words, by its id; '' is the letter's own. */
  warnings: Map<string, string[]>;
}

/** The most characters that a text may have once it is filled. */
const MOST_TEXT = 10_000;

/** Checks the texts for a letter; a draft as it will be once it circulates. */
export async function checkTexts(
  db: Db,
  letter: Letter,
  variants: Variant[],
  about: AboutLetter,
  now: Date,
): Promise<Checked> {
  const members = await listServing(db, letter.openToBodies);
  const rules = await rulesFor(db, letter.id, variants);
  const everybody = (await standingsOf(db, letter, members, now)).map(({ legislator, standing }) => {
    const ask: Ask = standing === 'signed' ? 'thanks' : 'request';
    return { legislator, ask, variant: firstFit(rules, { legislator, standing, ask })?.id ?? null };
  });
  const known = { ...letterValues(about), bill: await billsOf(db, letter) };
  const reach = reachOf(rules, members, letter);
  const byId = new Map(variants.map((variant) => [variant.id, variant]));
  const warnings = new Map<string, string[]>();
  for (const rule of rules) {
    const variant = byId.get(rule.id) as Variant;
    const mine = members.filter((legislator) => reach.wins.get(rule.id)?.has(legislator.key));
    const why = whyNever(rule, variant, letter, members, reach, byId);
    warnings.set(rule.id, why ? [why] : emptyFields(variant, mine, known));
  }
  const left = everybody.filter(({ variant }) => variant === null).map(({ legislator }) => legislator);
  const own = (['request', 'thanks'] as const).flatMap((ask) =>
    emptyFields({ ...ownOffer(about, ask), script: '' }, left, known),
  );
  warnings.set('', [...new Set(own)]);
  return { everybody, warnings };
}

/** Every way a legislator may come to stand, as the public may know it, and what is then said. */
const cases = (letter: Letter): { standing: Standing; ask: Ask }[] =>
  letter.showCosigners === 'names'
    ? [
        { standing: 'not signed', ask: 'request' },
        { standing: 'withdrew', ask: 'request' },
        { standing: 'signed', ask: 'thanks' },
      ]
    : [{ standing: 'hidden', ask: 'request' }];

interface Reached {
  /** The keys of those who get a text in some case, by its id. */
  wins: Map<string, Set<string>>;
  /** The texts that come first where one would fit. */
  takers: Map<string, Set<string>>;
}

function reachOf(rules: Rule[], members: readonly LegislatorRow[], letter: Letter): Reached {
  const all = cases(letter).flatMap(({ standing, ask }) =>
    members.map((legislator): Addressed => ({ legislator, standing, ask })),
  );
  const wins = new Map(rules.map(({ id }) => [id, new Set<string>()]));
  const winners = all.map((one) => {
    const winner = firstFit(rules, one);
    if (winner) wins.get(winner.id)?.add(one.legislator.key);
    return winner;
  });
  const takers = new Map<string, Set<string>>();
  for (const rule of rules) {
    if ((wins.get(rule.id)?.size ?? 0) > 0) continue;
    const before = all.flatMap((one, at) => (rule.fits(one) ? (winners[at]?.id ?? []) : []));
    takers.set(rule.id, new Set(before));
  }
  return { wins, takers };
}

/** Why nobody can ever get a text, in a sentence; null when somebody can. */
function whyNever(
  rule: Rule,
  { ask, conditions }: Variant,
  letter: Letter,
  members: readonly LegislatorRow[],
  { wins, takers }: Reached,
  byId: ReadonlyMap<string, Variant>,
): string | null {
  if ((wins.get(rule.id)?.size ?? 0) > 0) return null;
  const before = [...(takers.get(rule.id) ?? [])].map((id) => `“${byId.get(id)?.name ?? ''}”`);
  if (before.length > 0)
    return `Nobody gets it: ${listed(before.slice(0, 3))}${before.length > 3 ? ' and others' : ''} ${before.length === 1 ? 'comes' : 'come'} first for everybody it fits. Move it up, or narrow what comes before.`;
  if (!members.some((legislator) => rule.names(legislator)))
    return 'Nobody gets it: no serving member whom this letter is open to fits what it is for.';
  if (letter.showCosigners !== 'names' && (ask === 'thanks' || conditions.standing))
    return 'Nobody gets it: this letter does not show who signed, so nobody is thanked and nobody told apart by it.';
  return ask === 'thanks'
    ? 'Nobody gets it: thanks are for those who have signed, and it is for others.'
    : 'Nobody gets it: who has signed is thanked and not asked.';
}

/** The constituent's own are never empty: a place is left for them. */
const personal = new Set<MergeField>(['my_name', 'my_place']);

/** What would be left empty or grow too long for those who get a text. */
function emptyFields(
  { subject, text, script }: Scripted,
  members: readonly LegislatorRow[],
  letter: Partial<Record<MergeField, string>>,
): string[] {
  const templates = [subject, text, script].map(templateOf);
  const open = new Set(
    templates.flatMap((template) =>
      placesIn(template).flatMap(({ field, fallback }) => (fallback === null && !personal.has(field) ? field : [])),
    ),
  );
  const values = members.map((legislator) => ({ ...legislatorValues(legislator), ...letter }));
  const empty = [...open].flatMap((field) => {
    const count = values.filter((one) => !one[field]).length;
    if (count === 0) return [];
    const who = count === members.length ? '' : ` for ${plural(count, 'legislator')} whom it reaches`;
    return [`{{${field}}} is empty${who}. Say what stands there instead: {{${field}|…}}.`];
  });
  const [, body = []] = templates;
  const longest = Math.max(0, ...values.map((one) => fillTemplate(body, one).length));
  return longest > MOST_TEXT ? [...empty, 'The text has more than 10,000 characters once it is filled.'] : empty;
}
