import { expect, test } from 'vitest';
import { signedIn } from '../support/app.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';

test('A new text can be saved as it stands, for every letter of the campaign', async () => {
  const world = await aWorld();
  const { campaign } = await aLetter(world);
  const desk = await signedIn(world, {
    name: 'Dana Ops',
    email: 'dana@ops.example',
    roles: [[campaign.id, 'organizer']],
  });
  const texts = `/desk/campaigns/${campaign.slug}/variants`;
  const form = (await desk.get(`${texts}/new`).expect(200)).text;
  const chosen =
    /<select id="letter"[^>]* required>\s*<option value="([^"]*)" selected>Every letter of the campaign/.exec(form);
  // A browser sends no form in which a choice that must be made is empty.
  expect(chosen?.[1]).not.toBe('');

  const fields = {
    do: 'save',
    name: 'All of them',
    letter: chosen?.[1],
    ask: 'request',
    subject: 'Please',
    text: 'Sign it.',
  };
  await desk.post(`${texts}/new`).type('form').send(fields).expect(303);
  const listed = (await desk.get(texts).expect(200)).text;
  expect(listed).toContain('All of them');
  expect(listed).toContain('Texts by legislator');
});
