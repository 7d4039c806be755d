import { Invalid, Refused } from '../basics/errors.ts';
import { slugOf } from '../basics/text.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, requireCampaign } from '../campaigns/campaigns.ts';
import type { Tx } from '../db/database.ts';
import type { Addressee, Shown, SignerOrder } from '../db/tables.ts';
import { record } from '../history/history.ts';
import { withForms } from './addressees.ts';
import { requireFitting, servingLeads } from './fitting.ts';
import { requireMine } from './questions.ts';
import * as store from './store.ts';
import { defaultMessages } from './wording.ts';

type Letter = store.Letter;
type Part = Pick<World, 'now' | 'newId'>;

/** What an organizer says about a letter; tidied and measured by its shape. */
export interface LetterForm {
  title: string;
  /** The part of the web address; made of the title when missing. */
  slug?: string | undefined;
  /** Markdown. */
  text: string;
  addressees: Addressee[];
  /** Who may sign: members of these bodies, and whether the public may. */
  openTo: { legislators: string[]; public: boolean };
  /** Keys of the legislators who were asked to lead, in order. */
  leads: string[];
  deadline: Date | null;
  /** IANA name: the deadline's, and that of the letter's days. */
  timeZone: string;
  order: SignerOrder;
  visibility: { cosigners: Shown; signatures: Shown };
  bills: string[];
}

/** Some of a letter's fields; one that is missing stays as it is. */
export type SomeOfLetter = { [K in keyof Omit<LetterForm, 'visibility'>]?: LetterForm[K] | undefined } & {
  visibility?: { [K in keyof LetterForm['visibility']]?: Shown | undefined } | undefined;
};

/** A form's fields as the table keeps them; only those that are given. */
export function columnsOf(form: SomeOfLetter): Partial<Letter> {
  const { slug, openTo, visibility, addressees, ...same } = form;
  const columns = {
    ...same,
    ...(slug !== undefined && { slug }),
    ...(addressees && { addressees: addressees.map(withForms) }),
    ...(openTo && { openToBodies: openTo.legislators, openToPublic: openTo.public }),
    ...(visibility && { showCosigners: visibility.cosigners, showSignatures: visibility.signatures }),
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as Partial<Letter>;
}

/** Starts a letter as a private draft. Throws Invalid for leads, bodies or bills that do not fit, or a taken slug. */
export async function createLetter(
  world: World,
  viewer: Viewer | null,
  campaignSlug: string,
  form: LetterForm,
): Promise<Letter> {
  return world.db.transaction(async (tx) => {
    const campaign = await requireCampaign(tx, viewer, campaignSlug, 'organizer');
    return addLetter(tx, world, requireSignedIn(viewer), campaign, form);
  });
}

/** Starts a letter within somebody's transaction. Throws as `createLetter` does. */
export async function addLetter(
  tx: Tx,
  world: Part,
  viewer: Viewer,
  campaign: Pick<Campaign, 'id'>,
  { slug, ...form }: LetterForm,
): Promise<Letter> {
  await requireFitting(tx, campaign.id, form);
  const draft = {
    ...blank(world, campaign.id, form.title),
    ...columnsOf(form),
  };
  const letter = await addUnder(tx, draft, slug);
  await note(tx, world, viewer, letter, 'created', { title: letter.title });
  return letter;
}

/** Starts a new draft with all that an earlier letter says; leads who no longer serve and the deadline are left out. */
export async function copyAsNew(world: World, viewer: Viewer | null, slug: string): Promise<Letter> {
  return world.db.transaction(async (tx) => {
    const from = await requireMine(tx, viewer, slug, 'organizer');
    const { title, text, addressees, openToBodies, openToPublic, bills, timeZone, order } = from;
    const { showCosigners, showSignatures, messageSubject, messageRequest, messageThanks, topic, stance } = from;
    const letter = await addUnder(tx, {
      ...blank(world, from.campaignId, title),
      ...{ text, addressees, openToBodies, openToPublic, bills, timeZone, order },
      ...{ showCosigners, showSignatures, messageSubject, messageRequest, messageThanks, topic, stance },
      leads: await servingLeads(tx, from.leads, openToBodies),
    });
    await note(tx, world, requireSignedIn(viewer), letter, 'created', { title, copyOf: from.slug });
    return letter;
  });
}

/** Deletes a letter that was never published. Throws Refused('letter-published') otherwise. */
export async function deleteDraft(world: World, viewer: Viewer | null, slug: string): Promise<Letter> {
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    if (!(await store.removeDraft(tx, letter.id)))
      throw new Refused('letter-published', 'A published letter cannot be deleted. It can be withdrawn.');
    await note(tx, world, requireSignedIn(viewer), letter, 'deleted', { title: letter.title });
    return letter;
  });
}

/** Notes a deed on a letter. */
export const note = (
  tx: Tx,
  world: Part,
  viewer: Viewer,
  { id, campaignId }: Pick<Letter, 'id' | 'campaignId'>,
  deed: string,
  detail: Record<string, unknown> = {},
) => record(tx, world, viewer, { campaignId, subject: 'letter', subjectId: id, deed, detail });

/** Inserts the draft under the slug asked for, or under one made of its title that is free. */
async function addUnder(tx: Tx, draft: Letter, slug?: string): Promise<Letter> {
  const base = slugOf(draft.title) || 'letter';
  const tries = slug ? [slug] : [base, ...Array.from({ length: 30 }, (_, n) => `${base}-${n + 2}`), draft.id];
  for (const candidate of tries) {
    const letter = { ...draft, slug: candidate };
    if (await store.add(tx, letter)) return letter;
  }
  throw slugTaken();
}

export const slugTaken = () => new Invalid([{ path: 'slug', message: 'Another letter has this address already.' }]);

/** A draft that says nothing yet. */
const blank = ({ newId, now }: Part, campaignId: string, title: string): Letter => ({
  id: newId(),
  campaignId,
  slug: '',
  title,
  text: '',
  addressees: [],
  openToBodies: [],
  openToPublic: false,
  leads: [],
  bills: [],
  state: 'draft',
  deadline: null,
  timeZone: 'America/New_York',
  order: 'alphabetical',
  showCosigners: 'names',
  showSignatures: 'names',
  version: 0,
  reportedTotal: null,
  reportedSource: null,
  ...defaultMessages,
  topic: '',
  stance: '',
  dearColleague: '',
  quillRef: '',
  sentDay: null,
  closedAt: null,
  publishedAt: null,
  createdAt: now(),
});
