import type { Problem } from '../basics/errors.ts';
import { grouped, plural } from '../basics/text.ts';
import { dayIn, dayInWords, momentInShort } from '../basics/time.ts';
import { mayAs, type Viewer } from '../basics/viewer.ts';
import { positions } from '../cosigners/cosigners.ts';
import type { Letter } from '../letters/letters.ts';
import { fieldsFor, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { positionInWords } from '../whip/words.ts';
import type { ListSummary } from './looking.ts';
import { MOST_ROWS } from './reading.ts';

export interface Failed {
  problems: Problem[];
  typed: Typed;
}

export const namesUrl = (letter: Pick<Letter, 'slug'>): string => `/desk/letters/${letter.slug}/names`;
export const listUrl = (letter: Pick<Letter, 'slug'>, id: string): string =>
  `${namesUrl(letter)}/${encodeURIComponent(id)}`;

export const QUILL_SOURCE = 'Quill';

const notes: Record<string, string> = { quill: 'Kept. Staffers and organizers of the campaign see it, nobody else.' };

export interface NamesState {
  letter: Letter;
  viewer: Viewer | null;
  lists: ListSummary[];
  now: Date;
  note: string;
  failed?: Failed;
}

/** Where names that offices send are brought in, with the lists so far, and what the letter is called in Quill. */
export function namesPage({ letter, viewer, lists, now, note, failed }: NamesState) {
  const url = namesUrl(letter);
  const organizes = mayAs(viewer, letter.campaignId, 'organizer');
  const takes = letter.state !== 'sent' && letter.state !== 'withdrawn';
  return {
    view: 'intake/names',
    title: `Names that offices send: ${letter.title}`,
    note: notes[note] ?? null,
    back: { label: letter.title, url: `/desk/letters/${letter.slug}` },
    problems: failed?.problems ?? [],
    form: organizes && takes ? { action: url, fields: namesFields(letter, now, failed) } : null,
    whyNot: organizes
      ? `The letter is ${letter.state}: a signer can still withdraw, on the legislator’s own page.`
      : 'Organizers of the campaign bring names in.',
    lists: lists.map((list) => ({
      source: list.source,
      url: organizes ? listUrl(letter, list.id) : '',
      of: list.purpose === 'quill' ? 'Compared' : positionInWords[list.position],
      day: dayInWords(list.day),
      by: `${list.by}, ${momentInShort(list.createdAt, letter.timeZone)}`,
      names: grouped(list.rows),
      recorded: grouped(list.recorded),
      waiting: list.waiting > 0 ? plural(list.waiting, 'row waits', 'rows wait') : '',
    })),
    quill: {
      reference: letter.quillRef,
      forms: organizes
        ? {
            refAction: `${url}/quill-reference`,
            compareAction: `${url}/quill`,
            fields: quillFields(letter, failed),
            open: failed?.problems.some(({ path }) => path === 'quillNames') ?? false,
          }
        : null,
    },
  } satisfies Page & Record<string, unknown>;
}

const namesFields = (letter: Letter, now: Date, failed?: Failed) =>
  fieldsFor(
    {
      names: {
        label: 'Names',
        kind: 'textarea',
        rows: 10,
        required: true,
        hint: `As they come, one on each line: “Rep. Smith (NJ-4)”, “Van Hollen, Chris”. Or a table with its column names first. At most ${grouped(MOST_ROWS)}.`,
      },
      position: {
        label: 'They have',
        kind: 'select',
        required: true,
        value: 'signed',
        options: positions.map((value) => ({ value, label: inThisList[value] })),
      },
      day: { label: 'Day', kind: 'date', required: true, value: dayIn(now, letter.timeZone) },
      source: { label: 'Source', required: true, hint: 'Such as “e-mail from the office of the lead”.' },
    },
    failed,
  );

const inThisList: Record<(typeof positions)[number], string> = {
  asked: 'been asked',
  leaning: 'said that they lean yes',
  committed: 'committed to sign',
  signed: 'signed',
  declined: 'declined',
  withdrawn: 'withdrawn',
};

const quillFields = (letter: Letter, failed?: Failed) =>
  fieldsFor(
    {
      quillRef: {
        label: 'Its name or number in Quill',
        value: letter.quillRef,
        hint: 'For the campaign’s staffers and organizers, never public.',
      },
      quillNames: {
        label: 'Who signed in Quill',
        kind: 'textarea',
        rows: 8,
        required: true,
        hint: 'Copied from Quill, a name on each line. The next page shows who signed in one place and not in the other.',
      },
    },
    failed,
  );
