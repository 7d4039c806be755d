/** The desk's pages of removing many signatures at once. */
import type { Problem } from '../basics/errors.ts';
import { grouped, plural } from '../basics/text.ts';
import { localAt, momentInShort } from '../basics/time.ts';
import { listStates } from '../districts/districts.ts';
import type { Letter } from '../letters/letters.ts';
import { fieldsFor, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { type Conditions, conditionsInWords } from './conditions.ts';
import { reasonFields } from './desk.forms.ts';
import { crumbsOf, signaturesUrl, whereOf, whoOf } from './desk.pages.ts';
import { removable } from './removing.ts';
import { removedReasons, stateInWords } from './states.ts';
import { MOST_COUNTED, type Preview, type Removal } from './sweeping.ts';

export const removeUrl = (letter: Letter) => `${signaturesUrl(letter)}/remove`;

type Failed = { problems: Problem[]; typed: Typed };

/** What stands in the fields of the conditions: what was typed, or what a link gave, on the letter's clock. */
const filledIn = (letter: Letter, { from, until, ...given }: Conditions): Typed => {
  const local = (moment: string) => localAt(new Date(moment), letter.timeZone);
  return { ...given, ...(from && { from: local(from) }), ...(until && { until: local(until) }) };
};

const conditionFields = (letter: Letter, problems: Problem[], typed: Typed) => {
  const clock = `On the clock of ${letter.timeZone}.`;
  const states = listStates().map(({ code, name }) => ({ value: code, label: name }));
  const field = (label: string, hint = '') => ({ label, hint });
  return fieldsFor(
    {
      network: field('Network', 'Such as 192.0.2.7 or 192.0.2.0/24.'),
      domain: field('Mail domain', 'What comes after the @, such as mail.example.'),
      from: { ...field('Given since', clock), kind: 'datetime-local' as const },
      until: { ...field('Given before', clock), kind: 'datetime-local' as const },
      name: field('Name contains'),
      organization: field('Organization contains'),
      district: field('District', 'Such as OH-7.'),
      home: {
        ...field('State of residence'),
        kind: 'select' as const,
        options: [{ value: '', label: 'Any' }, ...states],
      },
      state: {
        ...field('The signature is'),
        kind: 'select' as const,
        options: [
          { value: '', label: 'in any of these states' },
          ...removable.map((value) => ({ value, label: stateInWords[value] })),
        ],
      },
    },
    { problems, typed },
  );
};

const countWords = ({ count, whole }: Preview): string => {
  if (whole) return `${plural(count, 'signature fits', 'signatures fit')} these conditions.`;
  return count >= MOST_COUNTED
    ? `More than ${grouped(MOST_COUNTED)} signatures fit these conditions.`
    : `There are too many to look at all of them here. Of those looked at, ${plural(count, 'fits', 'fit')}; there may be more.`;
};

export interface SweepState {
  letter: Letter;
  /** What was asked for, and what it finds; null before anything was. */
  found: { conditions: Conditions; preview: Preview } | null;
  removals: Removal[];
  failed?: Failed | undefined;
}

/** Conditions, what they find, and the button. */
export function sweepPage({ letter, found, removals, failed }: SweepState) {
  const url = removeUrl(letter);
  const problems = failed?.problems ?? [];
  const typed = failed?.typed ?? (found ? filledIn(letter, found.conditions) : {});
  const reasonFails = problems.some(({ path }) => path === 'reason' || path === 'note');
  const finds = found !== null && (found.preview.count > 0 || !found.preview.whole);
  return {
    view: 'signatures/remove',
    title: `Remove many: ${letter.title}`,
    width: 'wide' as const,
    back: crumbsOf(letter),
    list: signaturesUrl(letter),
    action: url,
    problems,
    fields: Object.values(conditionFields(letter, problems, typed)),
    found: found && {
      words: countWords(found.preview),
      conditions: conditionsInWords(found.conditions, letter.timeZone),
      sample: found.preview.sample.map((row) => ({
        who: whoOf(row),
        where: whereOf({ ...row, city: null, zip: null }),
        state: stateInWords[row.state],
        when: momentInShort(row.createdAt, letter.timeZone),
      })),
      more: found.preview.count > found.preview.sample.length || !found.preview.whole,
    },
    remove:
      found && finds
        ? {
            hidden: Object.entries(found.conditions).map(([name, value]) => ({ name, value })),
            button: found.preview.whole
              ? `Remove ${found.preview.count === 1 ? 'this signature' : `these ${grouped(found.preview.count)} signatures`}`
              : 'Remove all that fit',
            fields: fieldsFor(reasonFields, reasonFails ? failed : { problems: [], typed: {} }),
          }
        : null,
    removals: removals.map((removal) => ({
      url: `${url}/${removal.id}`,
      words: conditionsInWords(removal.conditions as Conditions, letter.timeZone) || 'conditions that are forgotten',
      about: `${stateWords[removal.state]}, ${plural(removal.done, 'signature')} · by ${removal.by}, ${momentInShort(removal.createdAt, letter.timeZone)}`,
    })),
  } satisfies Page & Record<string, unknown>;
}

const stateWords: Record<Removal['state'], string> = {
  running: 'running',
  done: 'done',
  stopped: 'stopped',
  undoing: 'being put back',
  undone: 'put back',
};

function progressWords({ state, done, expected }: Removal): string {
  const taken = plural(done, 'signature');
  if (state === 'running')
    return expected > 0
      ? `${grouped(done)} of ${plural(expected, 'signature')} removed so far.`
      : `${taken} removed so far.`;
  if (state === 'undoing') return `Putting back. ${taken} left to look at.`;
  if (state === 'stopped') return `Stopped. ${taken} removed; the others were left as they were.`;
  if (state === 'done') return `Done. ${taken} removed.`;
  return done > 0
    ? `Put back. ${taken} could not be: what was typed of them has been forgotten, or they were changed since.`
    : 'Put back. Every signature is what it was.';
}

const works = ({ state }: Removal) => state === 'running' || state === 'undoing';

/** How far a removal is, alone: what the page fetches while it goes on. */
export const progressPart = (letter: Letter, removal: Removal) => ({
  view: 'signatures/progress',
  title: '',
  words: progressWords(removal),
  bar: removal.state === 'running' && removal.expected > 0 ? { value: removal.done, most: removal.expected } : null,
  /** For a page that was opened while it went on. */
  ended: works(removal) ? null : `${removeUrl(letter)}/${removal.id}`,
});

/** One removal: how far it is, and what can be done about it. */
export function removalPage(letter: Letter, removal: Removal, keptDays: number) {
  const url = `${removeUrl(letter)}/${removal.id}`;
  return {
    view: 'signatures/removal',
    title: `A removal: ${letter.title}`,
    back: crumbsOf(letter),
    list: { url: removeUrl(letter), label: 'Remove many' },
    heading: works(removal) ? 'This removal goes on by itself' : 'A removal of signatures',
    works: works(removal),
    url,
    live: `${url}/progress`,
    progress: { ...progressPart(letter, removal), ended: null },
    facts: [
      {
        label: 'Signatures',
        value: conditionsInWords(removal.conditions as Conditions, letter.timeZone) || 'Forgotten by now',
      },
      { label: 'Reason', value: removedReasons[removal.reason as keyof typeof removedReasons] ?? removal.reason },
      { label: 'Note', value: removal.note },
      { label: 'Begun', value: `${momentInShort(removal.createdAt, letter.timeZone)} by ${removal.by}` },
    ].filter(({ value }) => value !== ''),
    stop: removal.state === 'running' ? `${url}/stop` : null,
    putBack: (removal.state === 'done' || removal.state === 'stopped') && removal.done > 0 ? `${url}/put-back` : null,
    keptDays: plural(keptDays, 'day'),
  } satisfies Page & Record<string, unknown>;
}
