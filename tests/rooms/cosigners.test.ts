import { expect, test } from 'vitest';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';

test('x', async () => {
  const world = await aWorld();
  const { rivera } = await aLegislature(world);
  const { letter } = await aLetter(world);
  expect(rivera.sortName).toBe('rivera ana');
  expect(letter.slug).toMatch(/clean/);
});
