/** The texts of a letter: writing a new one, looking at what it changes, and reading what changed between two. */
import type { Problem } from '../basics/errors.ts';
import { remembering } from '../basics/memo.ts';
import { grouped, plural } from '../basics/text.ts';
import { momentInWords } from '../basics/time.ts';
import { type Campaign, imprintOf } from '../campaigns/campaigns.ts';
import { fieldsFor, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { type Comparison, compareTexts } from './comparing.ts';
import { sheetOf } from './pages.ts';
import type { Signers } from './signers.ts';
import type { Letter, LetterVersion } from './store.ts';
import { changesUrl, kindInWords, versionLine } from './versions.ts';

const deskUrl = (letter: Letter) => `/desk/letters/${letter.slug}`;

type Failed = { problems: Problem[]; typed: Typed };

/** What comparing takes time for is asked again by every reader of the same two texts. */
const compared = remembering(
  ([before, after]: [string, string]) => compareTexts(before, after),
  ([before, after]) => `${before.length} ${before}${after}`,
  30,
);

const markOf = { same: '', changed: '', inserted: 'New paragraph', removed: 'Paragraph removed' };

/** Two texts beside each other, ready to print. */
function comparisonOf(before: { name: string; text: string }, after: { name: string; text: string }) {
  const { rows, removed, inserted, rough } = compared([before.text, after.text]);
  return {
    summary: summaryOf({ rows, removed, inserted }),
    rough: rough ? 'Some parts differ so much that they are shown whole, and not word by word.' : '',
    names: [before.name, after.name],
    rows: rows.map((row) => ({ ...row, mark: markOf[row.kind] })),
  };
}

function summaryOf({ rows, removed, inserted }: Pick<Comparison, 'rows' | 'removed' | 'inserted'>): string {
  if (rows.every((row) => row.kind === 'same')) return 'The words are the same.';
  if (removed + inserted === 0) return 'No word is removed or added; only marks and blanks differ.';
  return `${plural(removed, 'word')} removed, ${grouped(inserted)} added.`;
}

/** Where the new text is written. What it means for signers is asked once its writer has seen what it changes. */
export function versionFormPage(letter: Letter, campaign: Campaign, signers: Signers | null, failed?: Failed) {
  return {
    view: 'letters/version-form',
    title: `New version of ${letter.title}`,
    example: campaign.example,
    heading: 'Write a new version',
    lede: `Version ${letter.version} stays as it is for whoever signed it. Before the new text takes its place, you see what it changes.`,
    action: `${deskUrl(letter)}/versions/new`,
    back: { url: deskUrl(letter), label: letter.title },
    after: String(letter.version),
    kept: keptOf(failed?.typed),
    warning: warningOf(signers),
    problems: failed?.problems ?? [],
    fields: fieldsFor(
      { text: { label: 'The whole new text', kind: 'textarea', rows: 20, required: true, value: letter.text } },
      failed,
    ),
  } satisfies Page & Record<string, unknown>;
}

/** What had been answered on the page that shows the changes, while the text is written on. */
const keptOf = (typed: Typed | undefined) =>
  ['reason', 'substantive'].flatMap((name) =>
    typeof typed?.[name] === 'string' ? [{ name, value: typed[name] as string }] : [],
  );

const warningOf = (signers: Signers | null): string => {
  const given = signers ? signers.counted + signers.earlier : 0;
  return given > 0
    ? `If the substance changes, the ${given === 1 ? 'one signature' : `${grouped(given)} signatures`} given so far will not count until re-affirmed. You can ask by mail from the letter’s page.`
    : '';
};

/** What a new text changes, before it is published: nothing is changed under its signers unseen. */
export function versionPreviewPage(
  letter: Letter,
  campaign: Campaign,
  signers: Signers | null,
  { typed, problems }: Failed,
) {
  const text = typeof typed['text'] === 'string' ? typed['text'] : '';
  // Nothing was answered yet when the text comes from the page on which it is written.
  const asked = { ...typed, substantive: 'reason' in typed ? (typed['substantive'] ?? '') : 'yes' };
  const meanwhile = String(letter.version) !== typed['after'];
  return {
    view: 'letters/version-preview',
    title: `What changes in ${letter.title}`,
    width: 'wide' as const,
    example: campaign.example,
    heading: 'What changes',
    lede: `Your new text beside version ${letter.version}, which everybody reads now.`,
    meanwhile: meanwhile
      ? `Somebody published version ${letter.version} meanwhile: your text is compared with it.`
      : '',
    comparison: comparisonOf({ name: `Version ${letter.version}`, text: letter.text }, { name: 'Your new text', text }),
    action: `${deskUrl(letter)}/versions/new`,
    back: { url: deskUrl(letter), label: letter.title },
    after: String(letter.version),
    text,
    warning: warningOf(signers),
    problems,
    fields: fieldsFor(
      {
        reason: {
          label: 'What has changed, and why?',
          hint: 'Shown beside the version, to everybody. Needed when it changes the substance.',
        },
        substantive: { label: 'It changes the substance', kind: 'checkbox' },
      },
      { problems, typed: asked },
    ),
  } satisfies Page & Record<string, unknown>;
}

/** One published version on the desk, as it was. */
export const versionPage = (letter: Letter, campaign: Campaign, version: LetterVersion) => ({
  view: 'letters/version',
  title: `Version ${version.number} of ${letter.title}`,
  example: campaign.example,
  heading: `Version ${version.number}`,
  when: `Published ${momentInWords(version.publishedAt, letter.timeZone)}`,
  about: [kindInWords(version), version.reason].filter(Boolean).join('. '),
  changes: version.number > 1 ? changesUrl(letter, version.number) : '',
  back: { url: deskUrl(letter), label: letter.title },
  sheet: sheetOf({ ...letter, text: version.text }),
});

/** What changed from one published text to a later one, for everybody. */
export function changesPage(
  letter: Letter,
  campaign: Campaign,
  versions: LetterVersion[],
  from: LetterVersion,
  to: LetterVersion,
) {
  const name = (version: LetterVersion) => `Version ${version.number}`;
  const url = `/letters/${letter.slug}`;
  return {
    view: 'letters/changes',
    title: `What changed in version ${to.number} of ${letter.title}`,
    width: 'wide' as const,
    imprint: imprintOf(campaign),
    example: campaign.example,
    heading: `What changed in version ${to.number}`,
    letter: { title: letter.title, url },
    // Every step between the two says why it was taken.
    steps: versions
      .filter((version) => version.number > from.number && version.number <= to.number)
      .map((version) => versionLine(version, letter.timeZone)),
    comparison: comparisonOf({ name: name(from), text: from.text }, { name: name(to), text: to.text }),
    texts: [from, to].map((version) => ({
      label: `Read version ${version.number}`,
      url: `${url}/versions/${version.number}`,
    })),
    others: versions.flatMap((one) =>
      one.number < to.number && one.number !== from.number
        ? [
            {
              label: `Version ${to.number} beside version ${one.number}`,
              url: changesUrl(letter, to.number, one.number),
            },
          ]
        : one.number === to.number + 1
          ? [{ label: `What changed in version ${one.number}`, url: changesUrl(letter, one.number) }]
          : [],
    ),
  } satisfies Page & Record<string, unknown>;
}
