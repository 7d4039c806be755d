/** The form that a letter is written with: what was typed, and the letter that it makes. */
import { z } from 'zod';
import { Invalid, type Problem } from '../basics/errors.ts';
import { tidy, tidyLines } from '../basics/text.ts';
import { localAt } from '../basics/time.ts';
import type { Db } from '../db/database.ts';
import type { Addressee } from '../db/tables.ts';
import { HOUSE, SENATE } from '../legislators/legislators.ts';
import { line, lines, problemsOf } from '../web/forms.ts';
import { filledFor } from './addressees.ts';
import type { LetterForm } from './drafting.ts';
import { labelsOf, type NamedLeads, nameLeads, type TypedLead } from './naming.ts';
import * as shape from './shape.ts';
import type { Letter } from './store.ts';

export type TypedAddressee = Addressee & { office: string };

/** What the form holds, as typed. */
export interface Typed {
  title: string;
  slug: string;
  text: string;
  addressees: TypedAddressee[];
  bodies: string[];
  public: boolean;
  leads: TypedLead[];
  /** Local time in the zone: '2026-12-04T17:00', or '' for none. */
  deadline: string;
  timeZone: string;
  order: string;
  showCosigners: string;
  showSignatures: string;
  bills: string[];
}

const WEEKS = 4;

/** What an empty form proposes: both chambers of Congress, four weeks, until the close of business. */
export function proposed(now: Date, bodies: string[], bills: string[]): Typed {
  const timeZone = 'America/New_York';
  const day = localAt(new Date(now.getTime() + WEEKS * 7 * 86_400_000), timeZone).slice(0, 10);
  return {
    title: '',
    slug: '',
    text: '',
    addressees: [],
    bodies: [SENATE, HOUSE].filter((body) => bodies.includes(body)),
    public: false,
    leads: [],
    deadline: `${day}T17:00`,
    timeZone,
    order: 'alphabetical',
    showCosigners: 'names',
    showSignatures: 'names',
    bills,
  };
}

export const nobody: TypedAddressee = {
  office: '',
  name: '',
  title: '',
  organization: '',
  address: '',
  salutation: '',
};

/** What the form shows of a letter that exists. */
export async function typedOf(db: Db, letter: Letter): Promise<Typed> {
  const labels = await labelsOf(db, letter.leads);
  return {
    title: letter.title,
    slug: letter.slug,
    text: letter.text,
    addressees: letter.addressees.map((addressee) => ({ ...addressee, office: '' })),
    bodies: letter.openToBodies,
    public: letter.openToPublic,
    leads: labels.map((text, n) => ({ text, choice: letter.leads[n] ?? '' })),
    deadline: letter.deadline ? localAt(letter.deadline, letter.timeZone) : '',
    timeZone: letter.timeZone,
    order: letter.order,
    showCosigners: letter.showCosigners,
    showSignatures: letter.showSignatures,
    bills: letter.bills,
  };
}

/** What was typed, from a body with fields such as 'addressees.0.name'; empty addressees and leads are left out. */
export function readTyped(body: Record<string, unknown>): Typed {
  const at = (name: string) => line(body[name]);
  const addressees = Array.from({ length: shape.MOST_ADDRESSEES + 1 }, (_, n) => {
    const part = (field: string) => at(`addressees.${n}.${field}`);
    return {
      office: part('office'),
      name: tidy(part('name')),
      title: tidy(part('title')),
      organization: tidyLines(part('organization')),
      address: tidyLines(part('address')),
      salutation: tidy(part('salutation')),
    };
  });
  const leads = Array.from({ length: shape.MOST_LEADS + 1 }, (_, n) => ({
    text: tidy(at(`lead.${n}`)),
    choice: at(`lead.${n}.choice`),
  }));
  return {
    title: at('title'),
    slug: at('slug'),
    text: at('text'),
    addressees: addressees.filter((addressee) => Object.values(addressee).some(Boolean)),
    bodies: lines(body['bodies']),
    public: at('public') === 'yes',
    leads: leads.filter((lead) => lead.text !== ''),
    deadline: at('deadline'),
    timeZone: at('timeZone'),
    order: at('order'),
    showCosigners: at('showCosigners'),
    showSignatures: at('showSignatures'),
    bills: lines(body['bills']),
  };
}

/** A local time as a date field gives it, or nothing. */
const localField = z.string().refine((local) => local === '' || shape.deadlineAt(local, 'UTC'), {
  error: 'A day and a time, such as 2026-12-04T17:00.',
});

/** The moment that was typed, on the clock of its time zone. */
const onItsClock = <T extends { deadline: string; timeZone: string }>(typed: T) => ({
  ...typed,
  deadline: typed.deadline === '' ? null : shape.deadlineAt(typed.deadline, typed.timeZone),
});

const settings = {
  deadline: localField,
  timeZone: shape.timeZoneField,
  order: shape.orderField,
  showCosigners: shape.shownField,
  showSignatures: shape.shownField,
  bills: shape.billsField,
};

const draftForm = z
  .object({
    title: shape.titleField,
    slug: z.preprocess((slug) => slug || undefined, shape.slugField.optional()),
    text: shape.textOfLetter,
    addressees: shape.addresseesField(shape.formAddressee),
    bodies: shape.bodiesField,
    public: z.boolean(),
    ...settings,
  })
  .transform(onItsClock);

const settingsForm = z.object(settings).transform(onItsClock);

/** A form's answer: the letter's fields, or the problems with the candidates of a lead who is not clear. */
export type Read<T> = { ok: true; form: T } | { ok: false; problems: Problem[]; candidates: NamedLeads['candidates'] };

/** The draft that was typed. Leads must serve in the chosen bodies, or be among those named before. */
export async function readDraft(db: Db, typed: Typed, keptLeads: string[]): Promise<Read<LetterForm>> {
  const read = draftForm.safeParse(typed);
  const named = await nameLeads(db, typed.leads, typed.bodies, keptLeads);
  if (!read.success || named.problems.length > 0) return failed(read.error, named);
  const { addressees, bodies, public: toPublic, showCosigners, showSignatures, ...same } = read.data;
  return {
    ok: true,
    form: {
      ...same,
      addressees: addressees.map(({ office, ...addressee }) => filledFor(office, addressee)),
      openTo: { legislators: bodies, public: toPublic },
      leads: named.keys,
      visibility: { cosigners: showCosigners, signatures: showSignatures },
    },
  };
}

export type SettingsForm = Pick<LetterForm, 'deadline' | 'timeZone' | 'order' | 'visibility' | 'leads' | 'bills'>;

/** The settings that were typed for a published letter. */
export async function readSettings(db: Db, typed: Typed, letter: Letter): Promise<Read<SettingsForm>> {
  const read = settingsForm.safeParse(typed);
  const named = await nameLeads(db, typed.leads, letter.openToBodies, letter.leads);
  if (!read.success || named.problems.length > 0) return failed(read.error, named);
  const { showCosigners, showSignatures, ...same } = read.data;
  const visibility = { cosigners: showCosigners, signatures: showSignatures };
  return { ok: true, form: { ...same, leads: named.keys, visibility } };
}

/** Those of the typed settings that differ from the letter's: a change that nobody made asks for no reason. */
export function changedSettings(letter: Letter, form: SettingsForm): Partial<SettingsForm> {
  const local = (moment: Date | null) => (moment ? localAt(moment, form.timeZone) : '');
  const same: Record<keyof SettingsForm, boolean> = {
    deadline: local(form.deadline) === local(letter.deadline),
    timeZone: form.timeZone === letter.timeZone,
    order: form.order === letter.order,
    visibility:
      form.visibility.cosigners === letter.showCosigners && form.visibility.signatures === letter.showSignatures,
    leads: form.leads.join() === letter.leads.join(),
    bills: [...form.bills].sort().join() === [...letter.bills].sort().join(),
  };
  return Object.fromEntries(Object.entries(form).filter(([field]) => !same[field as keyof SettingsForm]));
}

const failed = (error: z.ZodError | undefined, { problems, candidates }: NamedLeads) => ({
  ok: false as const,
  problems: [...(error ? problemsOf(error) : []), ...problems],
  candidates,
});

/** Problems that only the deed could find, under the names that the form's fields have. */
export function problemsFrom(error: unknown): Problem[] {
  if (!(error instanceof Invalid)) throw error;
  return error.problems.map(({ path, message }) => ({
    path: path
      .replace(/^leads\./, 'lead.')
      .replace(/^openTo\..*|^bodies\..*/, 'bodies')
      .replace(/^bills\..*/, 'bills'),
    message,
  }));
}
