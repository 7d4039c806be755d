import type { Problem } from '../basics/errors.ts';
import type { Bill } from '../bills/bills.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import { type Body, HOUSE, SENATE } from '../legislators/legislators.ts';
import { type Field, type FieldSetup, fieldsFor } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { offices } from './addressees.ts';
import { nobody, type Typed } from './editor.ts';
import type { NamedLeads } from './naming.ts';
import { MOST_ADDRESSEES, MOST_LEADS } from './shape.ts';
import type { Letter } from './store.ts';

/** What the editor needs to know besides what was typed. */
export interface EditorState {
  campaign: Campaign;
  typed: Typed;
  bodies: Body[];
  bills: Bill[];
  /** Whom the leads' fields propose. */
  proposals: string[];
  problems?: Problem[];
  candidates?: NamedLeads['candidates'];
  /** Empty fields to show after the filled ones. */
  more?: { addressees?: number; leads?: number };
}

const option = (value: string, label: string) => ({ value, label });

const orders = [
  option('alphabetical', 'Alphabetical, by last name'),
  option('seniority', 'Seniority, longest serving first'),
  option('received', 'In the order they signed'),
  option('chamber', 'Senators first, then representatives'),
];

const shown = (who: string) => [
  option('names', `Everybody sees ${who} signed`),
  option('count', 'Everybody sees how many, without names'),
  option('private', 'Only the campaign’s team sees it'),
];

const zones = [
  option('America/New_York', 'Eastern time (Washington, DC)'),
  option('America/Chicago', 'Central time'),
  option('America/Denver', 'Mountain time'),
  option('America/Phoenix', 'Arizona'),
  option('America/Los_Angeles', 'Pacific time'),
  option('America/Anchorage', 'Alaska'),
  option('Pacific/Honolulu', 'Hawaii'),
  option('America/Puerto_Rico', 'Puerto Rico and the U.S. Virgin Islands'),
  option('Pacific/Guam', 'Guam and the Northern Mariana Islands'),
  option('Pacific/Pago_Pago', 'American Samoa'),
  option('UTC', 'UTC'),
];

/** The labels of settings, for pages that tell them. */
export const labelIn = {
  order: (value: string) => orders.find((one) => one.value === value)?.label ?? value,
  cosigners: (value: string) => shown('which legislators').find((one) => one.value === value)?.label ?? value,
  signatures: (value: string) => shown('who among the public').find((one) => one.value === value)?.label ?? value,
};

const text: Record<string, FieldSetup> = {
  title: {
    label: 'What is the letter called?',
    required: true,
    hint: 'A few words that say what it asks, such as “Keep the Rio Grande clean”.',
  },
  text: {
    label: 'The letter itself',
    kind: 'textarea',
    rows: 18,
    hint: 'Without the address, the greeting and the signatures: those are added around it. An empty line starts a new paragraph; **bold**, lists and [links](https://example.org) work (Markdown).',
  },
  slug: {
    label: 'Web address',
    hint: 'The last part of it, such as clean-rivers. Made from the title if you leave it empty.',
  },
};

const settings = (typed: Typed): Record<string, FieldSetup> => ({
  deadline: {
    label: 'Until when can it be signed?',
    kind: 'datetime-local',
    hint: 'It closes by itself then; you can extend it later. Leave it empty to close it by hand.',
  },
  timeZone: {
    label: 'On whose clock?',
    kind: 'select',
    required: true,
    options: zones.some((zone) => zone.value === typed.timeZone)
      ? zones
      : [option(typed.timeZone, typed.timeZone), ...zones],
  },
  order: {
    label: 'Order of the names',
    kind: 'select',
    required: true,
    options: orders,
    hint: 'Leads always come first.',
  },
  showCosigners: {
    label: 'Which legislators signed',
    kind: 'select',
    required: true,
    options: shown('which legislators'),
  },
  showSignatures: {
    label: 'Who among the public signed',
    kind: 'select',
    required: true,
    options: shown('who among the public'),
  },
});

const addressee = (n: number): Record<string, FieldSetup> => ({
  [`addressees.${n}.office`]: {
    label: 'Office',
    kind: 'select',
    options: [
      option('', 'Choose one, or write it all yourself'),
      ...offices.map(({ key, label }) => option(key, label)),
    ],
    hint: 'Fills in the usual form of address wherever you leave a field empty.',
  },
  [`addressees.${n}.name`]: { label: 'Name', hint: 'First and last name, such as Elena Voss.' },
  [`addressees.${n}.title`]: { label: 'Title' },
  [`addressees.${n}.organization`]: {
    label: 'Department, committee or agency',
    kind: 'textarea',
    rows: 2,
    hint: 'Such as U.S. Department of the Interior.',
  },
  [`addressees.${n}.address`]: { label: 'Address', kind: 'textarea', rows: 2 },
  [`addressees.${n}.salutation`]: { label: 'Salutation', hint: 'Such as Dear Secretary Voss:' },
});

const congressFirst = (bodies: Body[]) =>
  [SENATE, HOUSE]
    .flatMap((key) => bodies.filter((body) => body.key === key))
    .concat(bodies.filter((body) => body.key !== SENATE && body.key !== HOUSE));

/** Everything that the editor's parts print. */
function parts({ typed, bodies, bills, proposals, problems = [], candidates = {}, more = {} }: EditorState) {
  const blankAddressees = more.addressees ?? (typed.addressees.length === 0 ? 1 : 0);
  const addressees = [...typed.addressees, ...Array<typeof nobody>(blankAddressees).fill(nobody)].slice(
    0,
    MOST_ADDRESSEES,
  );
  const leads = [...typed.leads.map((lead) => lead.text), ...Array<string>(more.leads ?? 1).fill('')].slice(
    0,
    MOST_LEADS,
  );
  const values: Record<string, string> = Object.fromEntries([
    ...Object.entries(typed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ...addressees.flatMap((one, n) => Object.entries(one).map(([field, value]) => [`addressees.${n}.${field}`, value])),
  ]);
  const fields = (setups: Record<string, FieldSetup>): Field[] =>
    Object.values(fieldsFor(setups, { problems, typed: values }));
  const problemAt = (path: string) => problems.find((problem) => problem.path === path)?.message ?? '';
  return {
    problems,
    text: fieldsFor(text, { problems, typed: values }),
    settings: fieldsFor(settings(typed), { problems, typed: values }),
    addressees: addressees.map((_, n) => ({
      legend: addressees.length > 1 ? `Addressee ${n + 1}` : 'Addressee',
      fields: fields(addressee(n)),
    })),
    mayAddAddressee: addressees.length < MOST_ADDRESSEES,
    bodies: congressFirst(bodies).map(({ key, name }) => ({ key, name, ticked: typed.bodies.includes(key) })),
    bodiesProblem: problemAt('bodies'),
    public: typed.public,
    leads: leads.map((value, n) => ({
      name: `lead.${n}`,
      label: `Lead ${n + 1}`,
      value,
      problem: problemAt(`lead.${n}`),
      candidates: candidates[`lead.${n}`] ?? [],
    })),
    mayAddLead: leads.length < MOST_LEADS,
    proposals,
    bills: bills.map(({ id, number, title }) => ({
      id,
      title: [number, title].filter(Boolean).join(': '),
      ticked: typed.bills.includes(id),
    })),
    billsProblem: problemAt('bills'),
  };
}

/** The editor of a draft: a new one, or one that exists. */
export function editorPage(state: EditorState, letter: Letter | null) {
  const campaignUrl = `/desk/campaigns/${state.campaign.slug}`;
  return {
    view: 'letters/edit',
    title: letter ? `Edit ${letter.title}` : 'Start a letter',
    example: state.campaign.example,
    heading: letter ? 'Edit the draft' : 'Start a letter',
    lede: 'A title is enough to begin. Nobody but your team sees it until you publish it.',
    action: letter ? `/desk/letters/${letter.slug}/edit` : `${campaignUrl}/letters/new`,
    back: letter
      ? { url: `/desk/letters/${letter.slug}`, label: letter.title }
      : { url: campaignUrl, label: state.campaign.title },
    button: letter ? 'Save the draft' : 'Save as a draft',
    ...parts(state),
  } satisfies Page & Record<string, unknown>;
}

/** The settings of a published letter. */
export function settingsPage(state: EditorState, letter: Letter, reason: string) {
  const { problems } = parts(state);
  const setup: FieldSetup = {
    label: 'Why?',
    required: true,
    hint: 'A few words for the history, such as “Extended by two weeks: three offices asked for time.”',
  };
  return {
    view: 'letters/settings',
    title: `Settings of ${letter.title}`,
    example: state.campaign.example,
    heading: 'Settings',
    lede: 'The text, the addressees and who may sign are fixed once a letter is published. These can change.',
    action: `/desk/letters/${letter.slug}/settings`,
    back: { url: `/desk/letters/${letter.slug}`, label: letter.title },
    ...parts(state),
    reason: fieldsFor({ reason: setup }, { problems, typed: { reason } }).reason,
  } satisfies Page & Record<string, unknown>;
}
