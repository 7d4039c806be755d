import { grouped } from '../basics/text.ts';
import { type Facts, letterBody, sheetOf, signatureCell } from './facts.ts';
import { type Block, heading, type Paper, paragraph } from './model.ts';

/**
 * The letter with its signature blocks; `blank` leaves room above each name for a pen. Who withdrew after it was sent
 * stands in the errata at the end, and not among the names.
 */
export const letterPaper = (facts: Facts, errata: string[], blank: boolean): Paper => ({
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

const errataBlocks = (errata: string[]): Block[] =>
  errata.length === 0 ? [] : [{ kind: 'rule' }, ...errata.map((words) => paragraph(words))];
