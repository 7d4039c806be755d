/** The form of one text. */
import type { Problem } from '../basics/errors.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import type { LegislatorRow } from '../legislators/legislators.ts';
import { fieldsInWords } from '../letters/letters.ts';
import { type FieldSetup, fieldsFor, lines, type Typed } from '../web/forms.ts';
import { type Choices, committeeLabel } from './choices.ts';
import { type Candidates, EVERY_LETTER } from './forms.ts';
import { frame, textsUrl } from './pages.ts';
import type { Variant } from './store.ts';
import { seated, standingChoices } from './words.ts';

export interface EditorState {
  campaign: Campaign;
  /** Null for one that is yet to be. */
  variant: Variant | null;
  choices: Choices;
  typed: Typed;
  /** Everybody whom the form names, and those whom a name may mean. */
  people: LegislatorRow[];
  problems: Problem[];
  candidates: Candidates | null;
}

/** A value to tick, and whether it is ticked. */
interface Tick {
  value: string;
  label: string;
  ticked: boolean;
}

export function editorPage({ campaign, variant, choices, typed, people, problems, candidates }: EditorState) {
  const url = textsUrl(campaign);
  const problemAt = (path: string) => problems.find((problem) => problem.path === path)?.message ?? '';
  const group = (name: string, legend: string, all: { value: string; label: string }[]) => {
    const chosen = lines(typed[name]);
    const known = new Set(all.map(({ value }) => value));
    const gone = chosen
      .filter((value) => !known.has(value))
      .map((value) => ({ value, label: `${value} (not there now)` }));
    const ticks: Tick[] = [...all, ...gone].map((one) => ({ ...one, ticked: chosen.includes(one.value) }));
    return { name, legend, problem: problemAt(name), ticks, count: chosen.length };
  };
  const byKey = new Map(people.map((row) => [row.key, seated(row)]));
  const label = (key: string) => ({ value: key, label: byKey.get(key) ?? key });
  const committees = choices.committees.map((one) => ({
    value: one.key,
    label: committeeLabel(one, choices.committees),
  }));
  const chosenCommittees = lines(typed['committee']);
  return {
    ...frame(campaign, variant ? variant.name : 'Add a text'),
    view: 'variants/edit',
    heading: variant ? 'Change a text' : 'Add a text',
    problems,
    action: variant ? `${url}/${variant.id}` : `${url}/new`,
    existing: variant && {
      copy: `${url}/${variant.id}/copy`,
      remove: `${url}/${variant.id}/remove`,
      name: variant.name,
    },
    fields: fieldsFor(setupsFor(choices), { problems, typed }),
    groups: {
      standing: group('standing', 'Where they stand', [...standingChoices]),
      party: group(
        'party',
        'Party, or the caucus they count with',
        choices.parties.map((party) => ({ value: party, label: party })),
      ),
      body: group(
        'body',
        'Body',
        choices.bodies.map(({ key, name }) => ({ value: key, label: name })),
      ),
      state: group('state', 'State', choices.states),
      committee: group(
        'committee',
        'Committees',
        committees.filter(({ value }) => chosenCommittees.includes(value)),
      ),
      legislator: group('legislator', 'Single legislators', lines(typed['legislator']).map(label)),
    },
    committees: committees
      .filter(({ value }) => !chosenCommittees.includes(value))
      .sort((a, b) => a.label.localeCompare(b.label, 'en')),
    candidates: candidates && {
      why: candidates.why,
      ticks: candidates.keys.map((key) => ({ ...label(key), ticked: false })),
    },
    merge: fieldsInWords,
  };
}

const setupsFor = (choices: Choices): Record<string, FieldSetup> => ({
  name: { label: 'Name', required: true, hint: 'For your team, such as “Members of the Appropriations Committee”.' },
  letter: {
    label: 'For which letter?',
    kind: 'select',
    options: [
      { value: EVERY_LETTER, label: 'Every letter of the campaign' },
      ...choices.letters.map(({ id, title }) => ({ value: id, label: title })),
    ],
    required: true,
  },
  ask: {
    label: 'What is it?',
    kind: 'select',
    required: true,
    options: [
      { value: 'request', label: 'A request, to who has not signed' },
      { value: 'thanks', label: 'Thanks, to who has signed' },
    ],
  },
  addLegislator: {
    label: 'Add a legislator',
    hint: 'A name as you would write it, such as “Sen. Rivera” or “Okafor (OH-7)”. Where it fits several, you are asked.',
  },
  subject: { label: 'Subject', required: true },
  text: {
    label: 'Text',
    kind: 'textarea',
    rows: 12,
    required: true,
    hint: 'The constituent’s own words come before it. The greeting, the link to the letter and their name are added around it.',
  },
  script: {
    label: 'What to say on the phone',
    kind: 'textarea',
    rows: 4,
    hint: 'After “Hello, my name is …”. The usual words are said where you leave it empty.',
  },
});
