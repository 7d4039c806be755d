import { describe, expect, test } from 'vitest';
import { record, tallyBlockOf, tallyOf } from '../../server/cosigners/cosigners.ts';
import { listStates } from '../../server/districts/districts.ts';
import { chamberFigure, seatsOf } from '../../server/tallies/chamber.ts';
import { hemicycle, type Seat } from '../../server/tallies/hemicycle.ts';
import { mapped, stateMap } from '../../server/tallies/stateMap.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aViewer } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

const circles = (svg: string) =>
  [...svg.matchAll(/<circle class="([^"]+)" cx="([^"]+)" cy="([^"]+)" r="([^"]+)"/g)].map(([, kind, x, y, r]) => ({
    kind,
    x: Number(x),
    y: Number(y),
    r: Number(r),
  }));
const described = { id: 'seats', title: 'Who signed', description: 'Some did.' };

describe('a chamber', () => {
  test('of any size has every seat once, inside the picture and none over another', () => {
    for (const size of [1, 2, 3, 5, 9, 13, 38, 100, 435, 441]) {
      const svg = hemicycle(Array<Seat>(size).fill('open'), described);
      const seats = circles(svg);
      expect(seats).toHaveLength(size);
      const outside = seats.filter(({ x, y, r }) => x - r < 0 || x + r > 400 || y - r < 0 || y + r > 218);
      const touching = seats.filter((seat, n) =>
        seats.slice(n + 1).some((other) => Math.hypot(seat.x - other.x, seat.y - other.y) < seat.r + other.r - 0.2),
      );
      expect([size, outside, touching]).toEqual([size, [], []]);
    }
  });

  test('shows signers filled on their side, others outlined, and vacant seats as such', () => {
    const chamber = {
      key: 'us-senate',
      name: 'U.S. Senate',
      seats: 8,
      sitting: [
        { caucus: 'Republican', count: 3 },
        { caucus: 'Democrat', count: 3 },
        { caucus: 'Independent', count: 1 },
      ],
      signed: [
        { caucus: 'Democrat', count: 2 },
        { caucus: 'Republican', count: 1 },
      ],
    };
    expect(seatsOf(chamber)).toEqual(['signed', 'signed', 'open', 'open', 'vacant', 'open', 'open', 'signed']);
    const { svg, caption } = chamberFigure(chamber);
    expect(caption).toBe('U.S. Senate: 3 of 8 signed (2 Democrats and 1 Republican); 1 seat vacant');
    expect(circles(svg).map((seat) => seat.kind)).toEqual([
      'seat signed',
      'seat signed',
      'seat',
      'seat',
      'seat vacant',
      'seat',
      'seat',
      'seat signed',
    ]);
    expect(svg).toContain('role="img"');
    expect(svg).toContain('Filled: 3 signed, 2 Democrats and 1 Republican. Outlined: 4 not signed. Dashed: 1 vacant.');
    expect(svg).not.toContain('style=');
  });

  test('with signers who have left since has no seat too many', () => {
    const chamber = {
      key: 'b',
      name: 'B',
      seats: 4,
      sitting: [{ caucus: 'Democrat', count: 4 }],
      signed: [
        { caucus: 'Democrat', count: 1 },
        { caucus: 'Republican', count: 2 },
      ],
    };
    expect(seatsOf(chamber)).toEqual(['signed', 'open', 'signed', 'signed']);
  });
});

describe('the map', () => {
  test('has a square for every state, the District and each territory', () => {
    expect([...mapped].sort()).toEqual(
      listStates()
        .map((state) => state.code)
        .sort(),
    );
    const svg = stateMap(new Map([['NM', 12]]), described);
    expect(svg.match(/<rect /g)).toHaveLength(56);
    expect(svg).toContain('data-level="4"');
    expect(svg.match(/class="tile-count"/g)).toHaveLength(1);
  });

  test('escapes what it is given', () => {
    const svg = stateMap(new Map(), { id: 'm', title: '<b>"&', description: "it's" });
    expect(svg).toContain('&lt;b&gt;&quot;&amp;');
    expect(svg).toContain('it&#39;s');
  });
});

describe('a letter’s numbers on a page', () => {
  test('stand in words, in pictures and in tables that say the same', async () => {
    const world = await aWorld();
    const people = await aLegislature(world);
    const { letter } = await aLetter(world, {
      reportedTotal: 36,
      reportedSource: 'Example Gazette',
      leads: ['R990001'],
    });
    const organizer = aViewer(letter.campaignId, 'organizer');
    for (const alias of ['rivera', 'okafor', 'halloway'] as const)
      await record(world, organizer, letter.slug, people[alias].key, { position: 'signed', source: 'a call' });
    const block = await tallyBlockOf(world.db, letter, await tallyOf(world.db, null, letter, world.now()));
    expect(block?.facts).toEqual([
      { label: 'Signed', value: '3, one lead among them' },
      { label: 'Bipartisan', value: 'yes' },
      { label: 'Bicameral', value: 'yes' },
      { label: 'Reported', value: '36 (Example Gazette); not counted above' },
    ]);
    expect(block?.pictures.map((picture) => picture.caption)).toEqual([
      'U.S. Senate: 2 of 6 signed (2 Democrats)',
      'U.S. House of Representatives: 1 of 16 signed (1 Republican); 1 seat vacant',
      'Signers from 3 states and territories',
    ]);
    expect(block?.tables.map((table) => [table.caption, table.rows.length])).toEqual([
      ['Signers by body', 2],
      ['Signers by party', 3],
      ['Signers by caucus', 2],
      ['Signers by state', 3],
    ]);
  });

  test('are the total alone where names are not shown, and none where the letter is private', async () => {
    const world = await aWorld();
    const people = await aLegislature(world);
    const { letter } = await aLetter(world, { showCosigners: 'count' });
    const organizer = aViewer(letter.campaignId, 'organizer');
    await record(world, organizer, letter.slug, people.rivera.key, { position: 'signed', source: 'a call' });
    const block = await tallyBlockOf(world.db, letter, await tallyOf(world.db, null, letter, world.now()));
    expect(block).toMatchObject({ pictures: [], tables: [], why: 'The campaign publishes the total only.' });
    expect(JSON.stringify(block)).not.toMatch(/Democrat|Mexico/);
    const hidden = { ...letter, showCosigners: 'private' as const };
    expect(await tallyBlockOf(world.db, hidden, await tallyOf(world.db, null, hidden, world.now()))).toBeNull();
  });
});
