/** A constituent's letter to print and post: made for them alone, and not kept. */

import { dayIn, dayInWords } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import { type Block, makeOnce, type Paper, paragraph, printable } from '../documents/documents.ts';
import { findLegislator, HOUSE, listBodies, SENATE, type WholeLegislator } from '../legislators/legislators.ts';
import { addressBlock } from '../letters/letters.ts';

type Postal = Pick<WholeLegislator, 'body' | 'bodyName' | 'full' | 'title' | 'offices'>;

/** What kind of body somebody is a member of. */
type Kind = Awaited<ReturnType<typeof listBodies>>[number]['kind'];

/** Congress has one address for each chamber, at which every member gets mail. */
const chambers: Record<string, { organization: string; address: string }> = {
  [SENATE]: { organization: 'United States Senate', address: 'Washington, DC 20510' },
  [HOUSE]: { organization: 'U.S. House of Representatives', address: 'Washington, DC 20515' },
};

/**
 * The lines to whom a letter goes, by what the roster tells and no guess: who leads a chamber is addressed as its
 * members are. A city's council members are called by their title, those of Congress and a state 'The Honorable'.
 */
export function blockOf({ body, bodyName, full, title, offices }: Postal, kind: Kind | null): string[] {
  const chamber = chambers[body];
  const name = kind === 'council' ? [title, full].filter(Boolean).join(' ') : `The Honorable ${full}`;
  if (chamber) return addressBlock({ name, title: '', salutation: '', ...chamber });
  return addressBlock({
    name,
    title: '',
    organization: bodyName,
    address: postalOf(offices).join('\n'),
    salutation: '',
  });
}

/** The lines of the capitol's office, or else of the first that has an address. */
function postalOf(offices: Postal['offices']): string[] {
  const office =
    offices.find(({ kind, address }) => kind === 'capitol' && address) ?? offices.find(({ address }) => address);
  if (!office) return [];
  const town = [office.city, [office.state, office.zip].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [...(office.address ?? '').split('\n'), town].filter(Boolean);
}

export interface Printed {
  legislator: string;
  salutation: string;
  /** What it says, without greeting and closing. */
  text: string;
  name: string;
  /** The writer's own address, in lines; '' to leave it out. */
  address: string;
  timeZone: string;
}

/** The letter as a PDF; null for a legislator whom nobody knows. It is made anew each time and forgotten at once. */
export async function printLetter({ db, now }: Pick<World, 'db' | 'now'>, letter: Printed): Promise<Buffer | null> {
  const legislator = await findLegislator(db, letter.legislator);
  if (!legislator) return null;
  const kind = (await listBodies(db)).find(({ key }) => key === legislator.body)?.kind ?? null;
  return makeOnce(paperOf(now(), legislator.full, blockOf(legislator, kind), letter));
}

function paperOf(now: Date, full: string, block: string[], letter: Printed): Paper {
  const { salutation, text, name, address, timeZone } = letter;
  const day = dayInWords(dayIn(now, timeZone));
  const own = [name, ...address.split('\n')].map(printable).filter((line) => line.trim() !== '');
  const blocks: Block[] = [
    ...(address ? [{ kind: 'addresses' as const, cells: [own] }] : []),
    paragraph(day, 'date'),
    { kind: 'addresses', cells: [block.map(printable)] },
    paragraph(salutation, 'salutation'),
    ...text.split(/\n{2,}/).map((part) => paragraph(part.split('\n').flatMap(asLine))),
    paragraph('Sincerely,', 'closing'),
    { kind: 'signatures', cells: [[printable(name)]], blank: true },
  ];
  const title = `Letter to ${full}`;
  return {
    title: printable(title),
    author: printable(name),
    at: now,
    mark: '',
    running: [title, day].map(printable),
    blocks,
  };
}

/** A line of a paragraph, with its break before all but the first. */
const asLine = (line: string, at: number) => [...(at > 0 ? [{ text: '\n' }] : []), { text: printable(line) }];
