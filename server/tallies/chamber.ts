import { remembering } from '../basics/memo.ts';
import { listed, plural } from '../basics/text.ts';
import { hemicycle, type Seat } from './hemicycle.ts';

/** A body as a picture needs it: its seats, who sits there by caucus, and how many of each caucus signed. */
export interface Chamber {
  key: string;
  name: string;
  seats: number;
  sitting: { caucus: string; count: number }[];
  signed: { caucus: string; count: number }[];
}

export interface Figure {
  svg: string;
  caption: string;
}

const countIn = (groups: Chamber['signed'], caucus: string) =>
  groups.filter((group) => group.caucus === caucus).reduce((sum, { count }) => sum + count, 0);

/** Democrats on the left, Republicans on the right, everybody else between them. */
const sideOf = (caucus: string) => (caucus === 'Democrat' ? 0 : caucus === 'Republican' ? 2 : 1);

/** 'Democrats', 'Republicans', 'without a party'. */
export function caucusInWords(caucus: string, count = 2): string {
  if (caucus === '' || caucus === 'unknown') return 'without a party';
  const plain = { Democrat: 'Democrat', Republican: 'Republican', Independent: 'Independent' }[caucus];
  return plain ? `${plain}${count === 1 ? '' : 's'}` : caucus;
}

/**
 * The seats from left to right: in each caucus who signed, then who did not; vacant ones in the middle. Signers who have
 * left since take a seat too, and the picture has never more seats than the body.
 */
export function seatsOf({ seats, sitting, signed }: Chamber): Seat[] {
  const caucuses = [...new Set([...sitting, ...signed].map((group) => group.caucus))].sort(
    (a, b) => sideOf(a) - sideOf(b) || (a < b ? -1 : 1),
  );
  let free = Math.max(0, seats - signed.reduce((sum, { count }) => sum + count, 0));
  const groups = caucuses.map((caucus) => {
    const here = countIn(signed, caucus);
    const open = Math.min(free, Math.max(0, countIn(sitting, caucus) - here));
    free -= open;
    return { caucus, here, open };
  });
  const drawn = (side: (caucus: string) => boolean): Seat[] =>
    groups
      .filter(({ caucus }) => side(caucus))
      .flatMap(({ here, open }) => [...Array<Seat>(here).fill('signed'), ...Array<Seat>(open).fill('open')]);
  const right = drawn((caucus) => sideOf(caucus) === 2).reverse();
  return [...drawn((caucus) => sideOf(caucus) < 2), ...Array<Seat>(free).fill('vacant'), ...right];
}

/** A chamber drawn, with its numbers in words. */
export const chamberFigure = remembering(draw, (chamber) => JSON.stringify(chamber));

function draw(chamber: Chamber): Figure {
  const seats = seatsOf(chamber);
  const signed = chamber.signed.reduce((sum, { count }) => sum + count, 0);
  const vacant = seats.filter((seat) => seat === 'vacant').length;
  const groups = chamber.signed
    .filter(({ count }) => count > 0)
    .sort((a, b) => sideOf(a.caucus) - sideOf(b.caucus))
    .map(({ caucus, count }) => `${count} ${caucusInWords(caucus, count)}`);
  const parts = groups.length > 0 && groups.some((words) => !words.endsWith('without a party')) ? groups : [];
  const caption =
    `${chamber.name}: ${signed} of ${chamber.seats} signed` +
    (parts.length > 0 ? ` (${listed(parts)})` : '') +
    (vacant > 0 ? `; ${plural(vacant, 'seat')} vacant` : '');
  const svg = hemicycle(seats, {
    id: `seats-${chamber.key}`,
    title: `Who signed in the ${chamber.name}`,
    description: `A half-circle of ${plural(chamber.seats, 'seat')}. Filled: ${signed} signed${
      parts.length > 0 ? `, ${listed(parts)}` : ''
    }. Outlined: ${seats.length - signed - vacant} not signed.${vacant > 0 ? ` Dashed: ${vacant} vacant.` : ''}`,
  });
  return { svg, caption };
}
