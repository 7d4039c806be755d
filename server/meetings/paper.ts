/** The sheet as a document: a page to leave at the office, and one for the team alone. */
import { type Block, fact, heading, type Paper, paragraph, plain, printable, title } from '../documents/documents.ts';
import type { Part, Section, Sheet } from './sheet.ts';

export function paperOf(sheet: Sheet, { team, now }: { team: boolean; now: Date }): Paper {
  const name = `${sheet.name}: ${sheet.letter}`;
  return {
    title: printable(name),
    author: printable(sheet.sponsor),
    at: now,
    mark: team ? 'For the campaign’s team' : '',
    running: [printable(name)],
    blocks: [
      title(sheet.name),
      paragraph(sheet.seat, 'tag'),
      ...(sheet.committees ? [fact('Committees', sheet.committees)] : []),
      heading(sheet.letter),
      ...sheet.sections.flatMap(sectionBlocks),
      paragraph(`As of ${sheet.asOf}. ${sheet.sponsor}`, 'small'),
      ...(team ? [{ kind: 'break' as const }, ...sheet.team.flatMap(sectionBlocks)] : []),
    ],
  };
}

const sectionBlocks = ({ heading: words, parts }: Section): Block[] => [
  heading(words, 2),
  ...parts.flatMap(partBlocks),
];

function partBlocks(part: Part): Block[] {
  switch (part.kind) {
    case 'words':
      return [paragraph(part.strong ? [{ text: printable(part.text), bold: true }] : part.text)];
    case 'facts':
      return part.items.map(({ label, text }) => fact(label, text));
    case 'list':
      return [{ kind: 'list', ordered: false, start: 1, items: part.items.map((item) => [paragraph(item)]) }];
    case 'quotes':
      return part.items.map(({ text, by }) => ({
        kind: 'quote',
        blocks: [paragraph([...plain(`“${text}”`), { text: ` ${by}`, italic: true }])],
      }));
    case 'table':
      return [
        { kind: 'table', head: part.head.map(plain), rows: [part.row.map(plain)] },
        paragraph(`${part.label}, each from the Monday.`, 'small'),
      ];
  }
}
