import supertest from 'supertest';
import { zipDistricts } from '../../server/db/tables.ts';
import { sendAll } from '../../server/worker.ts';
import { anApp } from './app.ts';
import { aLegislature } from './invented/legislature.ts';
import { aCampaign, aLetter, type CampaignRow, type LetterRow } from './invented/letters.ts';
import type { PostOffice } from './smtp.ts';
import type { TestWorld } from './world.ts';

/** What somebody types into the form of a letter. */
export const typed = { name: 'Zoë Łukasz', email: 'zoe@mail.example', zip: '44691', display: 'full', age: 'yes' };

/** A letter that the public may sign, a ZIP code with one district (44691) and one with two (78250). */
export async function anOpenLetter(
  world: TestWorld,
  different: Partial<LetterRow> = {},
  campaign: Partial<CampaignRow> = {},
): Promise<{ letter: LetterRow; campaign: CampaignRow; people: Awaited<ReturnType<typeof aLegislature>> }> {
  const people = await aLegislature(world);
  await world.db.transaction(async (tx) => {
    await tx.insert(zipDistricts).values([
      { zip: '44691', state: 'OH', district: 7 },
      { zip: '78250', state: 'TX', district: 20 },
      { zip: '78250', state: 'TX', district: 23 },
    ]);
  });
  const sponsor = await aCampaign(world, campaign);
  const { letter } = await aLetter(world, { openToPublic: true, ...different, campaignId: sponsor.id });
  return { letter, campaign: sponsor, people };
}

/** The link in a mail's text. */
export const linkIn = (text: string | undefined): URL => new URL(/https?:\S+/.exec(text ?? '')?.[0] ?? '');

/** The mark of the texts on the page behind the link, which goes along with its button. */
export const seenIn = (html: string): string => /name="seen" value="([^"]*)"/.exec(html)?.[1] ?? '';

/** The token that a link in a mail carries. */
export const tokenIn = (link: URL): string => link.searchParams.get('token') ?? link.pathname.split('/').at(-1) ?? '';

/** The site of a world, as one browser sees it: it keeps its cookies. */
export function aVisitor(world: TestWorld) {
  const browser = supertest.agent(anApp(world));
  const post = (path: string, body: object = {}) => browser.post(path).type('form').send(body);
  return { browser, get: (path: string) => browser.get(path), post };
}

/** Sends what waits, and gives the newest mail that a person got. */
export async function newestMail(world: TestWorld, office?: PostOffice) {
  await sendAll(world);
  return office ? office.taken.at(-1)?.mail.text : world.mailbox.at(-1)?.text;
}
