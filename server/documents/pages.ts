import type { Problem } from '../basics/errors.ts';
import { mayAs, type Viewer } from '../basics/viewer.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import { type Letter, renderMarkdown } from '../letters/letters.ts';
import { fieldsFor, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { formats, type Kind, type Marked } from './documents.ts';

const notes: Record<string, string> = {
  colleague: 'Saved. The Dear Colleague says it from now on.',
  national: 'Saved. The appendix names these first.',
};

export interface DocumentsSetup {
  campaign: Campaign;
  viewer: Viewer | null;
  /** What the Dear Colleague says while nobody has written anything. */
  standard: string;
  organizations: Marked[];
  note: string;
  failed?: { problems: Problem[]; typed: Typed };
}

const words = { pdf: 'PDF', docx: 'Word', txt: 'Plain text' };

const filesOf = (url: string, query = '') =>
  formats.map((format) => ({ label: words[format], url: `${url}.${format}${query}` }));

/** The documents of a letter on the desk, and what an organizer says for them. */
export function documentsPage(letter: Letter, setup: DocumentsSetup) {
  const { campaign, viewer, standard, organizations, note, failed } = setup;
  const url = `/desk/letters/${letter.slug}`;
  const organizes = mayAs(viewer, campaign.id, 'organizer');
  const fileOf = (kind: Kind) => `${url}/documents/${kind}`;
  const blank = (kind: Kind) => ({
    label: 'With lines to sign on',
    files: filesOf(fileOf(kind), '?blank=yes').filter(({ label }) => label !== words.txt),
  });
  return {
    view: 'documents/desk',
    title: `Documents: ${letter.title}`,
    example: campaign.example,
    note: notes[note] ?? null,
    letter: { title: letter.title, url },
    lede: ledeOf(letter),
    problems: failed?.problems ?? [],
    main: { url: `${fileOf('letter')}.pdf`, files: filesOf(fileOf('letter')).slice(1), blank: blank('letter') },
    publicUrl: letter.publishedAt ? `/letters/${letter.slug}/letter.pdf` : '',
    documents: [
      {
        heading: 'Signature page',
        about: 'The names and titles alone, in the order of the letter.',
        files: filesOf(fileOf('signatures')),
        more: blank('signatures'),
      },
      {
        heading: 'Dear Colleague',
        about:
          'Asks other offices to sign: who leads, who has signed, until when and whom to call, with the whole text.',
        files: filesOf(fileOf('dear-colleague')),
        more: null,
      },
      {
        heading: 'Organizations and people',
        about: 'An appendix of who signed from the public: national organizations first, then by state.',
        files: filesOf(fileOf('appendix')),
        more: null,
      },
      {
        heading: 'Campaign brief',
        about: 'A page or two for a meeting: background, precedents, the ask, exhibits with their sources.',
        files: filesOf(`/desk/campaigns/${campaign.slug}/brief`),
        more: null,
      },
    ],
    colleague: {
      action: `${url}/documents/dear-colleague`,
      html: renderMarkdown(letter.dearColleague || standard),
      written: letter.dearColleague !== '',
      fields: organizes
        ? fieldsFor(
            {
              dearColleague: {
                label: 'What it says',
                kind: 'textarea',
                rows: 10,
                value: letter.dearColleague,
                hint: 'One to three paragraphs on why, in Markdown. The head, the ask, the contacts and the text of the letter are added around it.',
              },
            },
            failed,
          )
        : null,
    },
    national: {
      action: `${url}/documents/national`,
      may: organizes,
      organizations: organizations.map(({ row, national }) => ({
        id: row.id,
        name: row.shownAs ?? '',
        state: row.homeState ?? '',
        national,
      })),
    },
  } satisfies Page & Record<string, unknown>;
}

function ledeOf({ state }: Letter): string {
  if (state === 'draft' || state === 'circulating')
    return 'Each page says “DRAFT for circulation”, and the day stays blank, until the letter is closed.';
  if (state === 'closed')
    return 'The letter is closed: its pages carry no mark any more. The day comes on it when it is sent.';
  if (state === 'withdrawn') return 'The letter is withdrawn, and each page says so.';
  return 'The letter as it was sent. Whoever withdrew since stands in an erratum at its end.';
}
