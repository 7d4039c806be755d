/**
 * The example campaign: real, sourced facts in our own words. What is asked is the campaign's asking; every figure
 * has its source; critical coverage stands beside supportive coverage. A legislator appears only where a source names
 * them. The sponsor, the city council and its members are invented, and the pages say so.
 */
import type { Addressee, Ask, VariantConditions } from '../db/tables.ts';

const sources = {
  A: 'Armenian National Committee of America, policy brief “The Global Magnitsky Human Rights Accountability Act”, 2025',
  B: 'Motion of a local governing body, January 15, 2024',
  C1: 'Armenpress, November 8–10, 2023',
  C2: 'Modern Diplomacy, November 8, 2023',
  D: 'List of Armenian detainees, 2023–24',
  E: 'Caliber.Az, April 15, 2025',
} as const;
const bothC = `${sources.C1}; ${sources.C2}`;

const president: Addressee = {
  name: 'The President',
  title: '',
  organization: 'The White House',
  address: '1600 Pennsylvania Avenue NW\nWashington, DC 20500',
  salutation: 'Mr. President',
};
const state: Addressee = {
  name: 'The Secretary of State',
  title: '',
  organization: 'U.S. Department of State',
  address: '2201 C Street NW\nWashington, DC 20520',
  salutation: 'Secretary of State',
};
const treasury: Addressee = {
  name: 'The Secretary of the Treasury',
  title: '',
  organization: 'U.S. Department of the Treasury',
  address: '1500 Pennsylvania Avenue NW\nWashington, DC 20220',
  salutation: 'Secretary of the Treasury',
};

export const campaign = {
  slug: 'example-detainees',
  title: 'Global Magnitsky sanctions and the release of Armenian detainees',
  sponsor: 'Example Committee (invented)',
  sponsorAddress: '1 Example Plaza\nExample City',
  sponsorContact: 'hello@example.org',
  summary: `The campaign asks members of Congress to sign a bipartisan letter to the Administration. The letter asks for two things: that Global Magnitsky sanctions be applied to officials responsible for grave abuses, and that the United States press for the release of the Armenian prisoners held in Azerbaijan. The request is the one made in a policy brief of 2025 (source: ${sources.A}).

This page shows what is known, with a source beside every figure. Sources differ, and so do their dates; each figure is kept as its source gives it. Coverage for and against the effort stands side by side.`,
  ask: `The campaign asks members of Congress to

1. sign the bipartisan letter to the Administration;
2. ask for Global Magnitsky sanctions on officials responsible for grave abuses; and
3. press for the release of the prisoners in every contact with the government that holds them.`,
  privacy: 'This example sends no mail. The organization named here is invented.',
  moderatesNames: false,
};

export const letters = [
  {
    slug: 'example-bicameral-letter-2023',
    title: 'The bicameral letter of 2023',
    addressees: [president],
    openToBodies: ['us-senate', 'us-house'],
    leads: ['W000802', 'R000122', 'M001223'],
    signed: { keys: ['W000802', 'R000122', 'M001223'], day: '2023', source: sources.A },
    sentDay: '2023',
    reported: { total: 96, source: `${sources.A}: “signed by 96 colleagues”` },
    text: `*This page records what a source says about the letter; the letter’s own text is not reproduced here.*

In 2023 members of both chambers wrote to the Administration about Global Magnitsky sanctions. The source names three leads, Senator Whitehouse, Senator Reed and Representative Magaziner, and reports that 96 colleagues signed with them. It does not print the names of the others, so they are not shown as signers.

Source: ${sources.A}.`,
  },
  {
    slug: 'example-letter-april-2025',
    title: 'The letter of April 2025 to the Secretary of State',
    addressees: [state],
    openToBodies: ['us-senate', 'us-house'],
    leads: [],
    signed: null,
    sentDay: '2025-04',
    reported: { total: 36, source: `${sources.E}: 36 members` },
    text: `*This page records what a source says about the letter; the letter’s own text is not reproduced here.*

In April 2025 members of Congress wrote to the Secretary of State. As reported, they asked for Global Magnitsky sanctions over unlawful detention, torture and the trials of prisoners of war and former leaders. The source gives their number and names none of them, so no signer is shown.

Source: ${sources.E}.`,
  },
  {
    slug: 'example-city-council-2024',
    title: 'A local body’s motion of January 2024',
    addressees: [president, state, treasury],
    openToBodies: ['example-city-council'],
    leads: [],
    signed: {
      keys: ['example-council-1', 'example-council-2', 'example-council-3', 'example-council-4', 'example-council-5'],
      day: '2024-01-15',
      source: `${sources.B}; the source does not name the members, and these five are invented`,
    },
    sentDay: '2024-01-15',
    reported: null,
    text: `*The source names neither the local body nor its five members. The Example City Council and the five people shown here are invented; the motion and the number of signatures are not.*

On January 15, 2024 a local governing body passed a motion and sent a letter with five signatures to the President, the Secretary of State and the Secretary of the Treasury. It asked for sanctions, and for military and economic assistance to be suspended.

Source: ${sources.B}.`,
  },
];

/** The current letter: the example's own draft, open to legislators and to the public, with no signer yet. */
export const current = {
  slug: 'example-letter-to-the-administration',
  title: 'Apply Global Magnitsky sanctions and press for the release of the detainees',
  addressees: [state, treasury],
  openToBodies: ['us-senate', 'us-house'],
  weeks: 6,
  text: `We write to ask the Administration to use the Global Magnitsky Human Rights Accountability Act in the case of the Armenian prisoners held in Azerbaijan, and to press for their release.

According to a policy brief of 2025, at least 23 people are known to be held, and trials of prisoners of war and former leaders began in February 2025. The same brief reports that the International Committee of the Red Cross was told to leave in March 2025, and that seven submissions naming 48 officials were made to the Departments of State and the Treasury in 2024.

We respectfully ask that you

1. review those submissions and apply sanctions where the evidence meets the standard of the Act;
2. raise the release of the prisoners in every contact with the government that holds them; and
3. tell Congress what has been done, and by when a decision can be expected.

Figures: ${sources.A}.`,
  messageSubject: 'Please sign the letter on the detainees',
  messageRequest:
    'I ask you to sign the letter to the Administration that asks for Global Magnitsky sanctions and for the release of the Armenian prisoners held in Azerbaijan.',
  messageThanks:
    'Thank you for signing the letter to the Administration that asks for Global Magnitsky sanctions and for the release of the Armenian prisoners held in Azerbaijan.',
};

/** What constituents are offered to say about the current letter to some legislators, before its own texts. */
export const texts: { name: string; ask: Ask; conditions: VariantConditions; subject: string; text: string }[] = [
  {
    name: 'Committees on foreign affairs',
    ask: 'request',
    conditions: { committee: ['HSFA', 'SSFR'] },
    subject: 'A letter on sanctions, for a member of a committee on foreign affairs',
    text: 'You sit on the committee of your chamber that deals with foreign affairs. I ask you to sign the letter “{{letter}}” to {{addressees|the Administration}}.\n\nPlease let me know whether you will sign, and if not, why.',
  },
  {
    name: 'Thanks to senators',
    ask: 'thanks',
    conditions: { body: ['us-senate'] },
    subject: 'Thank you from {{state|home}} for signing',
    text: 'Thank you, {{legislator}}, for signing the letter “{{letter}}” to {{addressees|the Administration}}. Please let me know what the answer is.',
  },
];

/** The invented council of the motion of January 2024; its five members are in the table beside the other data. */
export const council = { body: 'example-city-council', file: 'example-council.csv' };

export const bills = [
  {
    congress: 118,
    number: null,
    title: 'Azerbaijan Sanctions Review Act',
    introduced: '2024',
    summary:
      'Would require a report on whether Global Magnitsky sanctions apply to officials responsible for war crimes.',
    source: sources.A,
    sponsors: ['T000468', 'B001257'],
  },
  {
    congress: 118,
    number: null,
    title: 'Resolution on the release of prisoners',
    introduced: '2023-11',
    summary:
      'Introduced by then-Representative Schiff, now a senator: release of prisoners of war, captured civilians and political prisoners; sanctions; enforcement of Section 907.',
    source: bothC,
    sponsors: ['S001150'],
  },
  {
    congress: 117,
    number: 'H.Res. 240',
    title: 'Earlier resolution, 2021',
    introduced: '2021',
    summary: 'Led by then-Representative Schiff with the Congressional Armenian Caucus.',
    source: bothC,
    sponsors: ['S001150'],
  },
  {
    congress: 118,
    number: 'H.Res. 108',
    title: 'Similar legislation',
    introduced: '2023',
    summary:
      'Named as similar legislation. Together with H.R. 5683 and several letters, support from over 100 members is reported.',
    source: bothC,
    sponsors: [],
  },
  {
    congress: 118,
    number: 'H.R. 5683',
    title: 'Similar legislation',
    introduced: '2023',
    summary:
      'Named as similar legislation. Together with H.Res. 108 and several letters, support from over 100 members is reported.',
    source: bothC,
    sponsors: [],
  },
];

export const exhibits = [
  {
    title: 'Detainees and missing people by category',
    note: 'As listed in 2023–24. Other sources and later dates give other figures; see the next table.',
    columns: ['Category', 'People'],
    rows: [
      { cells: ['Former leaders', '8'], source: sources.D },
      { cells: ['Civilians, confirmed', '7'], source: sources.D },
      { cells: ['Prisoners of war', '36'], source: sources.D },
      { cells: ['Missing', 'more than 80'], source: sources.D },
    ],
  },
  {
    title: 'How many are known to be held',
    note: '',
    columns: ['As of', 'Figure'],
    rows: [
      { cells: ['2025', 'at least 23'], source: sources.A },
      { cells: ['April 2025', 'at least 23'], source: sources.E },
      { cells: ['November 2023', '53 in jail, as stated by Luis Moreno Ocampo in an interview'], source: bothC },
    ],
  },
  {
    title: 'Submissions to the Departments of State and the Treasury',
    note: '',
    columns: ['Year', 'Cases', 'Officials named'],
    rows: [{ cells: ['2024', '7', '48'], source: sources.A }],
  },
];

/** Figures differ between sources, so each keeps its own. */
export const timeline = [
  { day: '2020-11-09', text: 'The ceasefire statement, in the night from November 9 to 10.', source: bothC },
  { day: '2022-12', text: 'The blockade begins.', source: bothC },
  { day: '2023-09-19', text: 'The offensive. More than 100,000 people leave, by this source.', source: bothC },
  { day: '2023-09-19', text: 'After the offensive over 120,000 people leave, by this source.', source: sources.D },
  { day: '2025-02', text: 'The trials begin.', source: sources.A },
  { day: '2025-03', text: 'The International Committee of the Red Cross is told to leave.', source: sources.A },
];

export const coverage = [
  {
    outlet: 'Armenpress',
    day: '2023-11-10',
    stance: 'supportive' as const,
    summary: 'Reports the resolution introduced by then-Representative Schiff and what it asks for.',
  },
  {
    outlet: 'Modern Diplomacy',
    day: '2023-11-08',
    stance: 'critical' as const,
    summary: 'Gives the Azerbaijani account of the war and of the departures.',
  },
  {
    outlet: 'Caliber.Az',
    day: '2025-04-15',
    stance: 'critical' as const,
    summary:
      'Quotes experts who expect the letter of 36 members to have no effect, and notes that most of its signers belong to the opposition.',
  },
  {
    outlet: 'Armenian National Committee of America',
    day: '2025',
    stance: 'supportive' as const,
    summary: 'A policy brief that makes the case for sanctions and asks members of Congress to sign a letter.',
  },
];
