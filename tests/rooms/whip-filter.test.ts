import { expect, test } from 'vitest';
import { filterFrom } from '../../server/whip/filter.ts';
import { listWhipRows } from '../../server/whip/listing.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aViewer } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

test.each(['__proto__', 'valueOf', 'constructor', 'soon', "' or 1=1 --"])(
  'a follow-up of “%s” narrows nothing, for it is no word of the list',
  async (due) => {
    const world = await aWorld();
    await aLegislature(world);
    const { letter } = await aLetter(world);
    const organizer = aViewer(letter.campaignId, 'organizer');
    expect(filterFrom({ due })).toEqual({});
    const { items, all } = await listWhipRows(world.db, organizer, letter, filterFrom({ due }), world.now());
    expect(items).toHaveLength(all.length);
  },
);
