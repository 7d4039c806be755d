import { grouped } from '../basics/text.ts';
import { type LegislatorRow, placeInWords } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import type { MessageCounts } from './keeping.ts';

/** What a state means, as a count's label: "sent" is said of what was sent alone. */
const stateWords: [state: string, label: string, meaning: string][] = [
  ['sent', 'Sent', 'a mail server took the message for the office'],
  ['queued', 'Queued', 'confirmed by its writer, waits to be sent'],
  ['failed', 'Failed', 'was not taken, or nobody knows whether it arrived'],
  ['opened', 'Opened', 'somebody opened the office’s own form; what they did there is not known'],
  ['reported', 'Reported', 'somebody said that they called, or sent it themselves'],
];

const wayWords: Record<string, string> = {
  email: 'E-mail from here',
  form: 'The office’s form',
  phone: 'Phone',
  mailto: 'Their own mail program',
  copy: 'Copied',
};

/** The desk's page of a letter's messages: by what was done, by way and by legislator. */
export function countsPage(letter: Letter, counts: MessageCounts, legislators: LegislatorRow[]) {
  const byKey = new Map(legislators.map((legislator) => [legislator.key, legislator]));
  const states = stateWords.map(([state]) => state);
  const rowsOf = (cells: { state: string; name: string; count: number }[]) => {
    const names = [...new Set(cells.map(({ name }) => name))];
    const countOf = (name: string, state: string) =>
      cells.find((cell) => cell.name === name && cell.state === state)?.count ?? 0;
    return names.map((name) => ({ name, counts: states.map((state) => countOf(name, state)) }));
  };
  const total = (row: { counts: number[] }) => row.counts.reduce((sum, count) => sum + count, 0);
  const most = (rows: ReturnType<typeof rowsOf>) =>
    rows
      .sort((a, b) => total(b) - total(a) || a.name.localeCompare(b.name, 'en'))
      .map(({ name, counts: numbers }) => ({ name, counts: numbers.map(grouped) }));
  const nameOf = (key: string) => {
    const found = byKey.get(key);
    return found ? `${found.title} ${found.full}, ${placeInWords(found)}` : key;
  };
  return {
    view: 'messages/counts',
    title: `Messages: ${letter.title}`,
    width: 'wide' as const,
    letterTitle: letter.title,
    deskUrl: `/desk/letters/${letter.slug}`,
    writeUrl: `/letters/${letter.slug}/write`,
    none: Object.keys(counts.byState).length === 0,
    columns: stateWords.map(([, label]) => label),
    totals: stateWords.map(([state, label, meaning]) => ({
      label,
      meaning,
      count: grouped(counts.byState[state] ?? 0),
    })),
    ways: most(rowsOf(counts.byWay.map(({ way, ...cell }) => ({ ...cell, name: wayWords[way] ?? way })))),
    legislators: most(
      rowsOf(counts.byLegislator.map(({ legislator, ...cell }) => ({ ...cell, name: nameOf(legislator) }))),
    ),
    exports: ['csv', 'xlsx', 'json'].map((format) => ({
      label: format.toUpperCase(),
      url: `/desk/letters/${letter.slug}/messages.${format}`,
    })),
  };
}
