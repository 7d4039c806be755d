import { grouped } from '../basics/text.ts';
import { dayInWords } from '../basics/time.ts';
import { type Facts, letterBody, sheetOf, signatureCell } from './facts.ts';
import { type Block, heading, type Paper, paragraph, plain } from './model.ts';

/** What was told after the letter was sent, by day. */
export interface Erratum {
  day: string;
  words: string;
}

/** The letter with its signature blocks; `blank` leaves room above each name for a pen. */
export const letterPaper = (facts: Facts, errata: Erratum[], blank: boolean): Paper => ({
  ...sheetOf(facts, facts.letter.title),
  blocks: [...letterBody(facts), ...signatureBlocks(facts, blank), ...errataBlocks(errata)],
});

/** The signature blocks alone. */
export const signaturePaper = (facts: Facts, blank: boolean): Paper => ({
  ...sheetOf(facts, `Signatures: ${facts.letter.title}`),
  blocks: [heading(facts.letter.title), ...signatureBlocks(facts, blank)],
});

function signatureBlocks({ letter, signers, signed, bodies }: Facts, blank: boolean): Block[] {
  if (signers.length > 0)
    return [{ kind: 'signatures', cells: signers.map((stand) => signatureCell(stand, bodies)), blank }];
  if (letter.showCosigners !== 'count' || !signed) return [];
  const many = signed === 1 ? '1 legislator has signed' : `${grouped(signed)} legislators have signed`;
  return [paragraph(`${many} this letter. The campaign publishes how many, and not who.`, 'small')];
}

const errataBlocks = (errata: Erratum[]): Block[] =>
  errata.length === 0
    ? []
    : [
        { kind: 'rule' },
        heading(errata.length === 1 ? 'Erratum' : 'Errata', 2),
        ...errata.map(({ day, words }) => paragraph([{ text: `${dayInWords(day)}. `, bold: true }, ...plain(words)])),
      ];
