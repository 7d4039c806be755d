import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { type MessageState, messages, type Way, zipDistricts } from '../../server/db/tables.ts';
import { messageMailed } from '../../server/messages/ended.ts';
import { findKnown } from '../../server/messages/known.ts';
import {
  findReceiptsOf,
  noteWay,
  nowhere,
  recountMessages,
  requireWriting,
  writeConfirmed,
} from '../../server/messages/messages.ts';
import { aboutLetter, textsMark } from '../../server/variants/variants.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld, type TestWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const bodies = ['us-house', 'us-senate', 'example-city-council', 'wy-senate'];

test('a writer reads on a dark phone what became of each message, and answers the question', async () => {
  const world = await aWorld();
  const { url, path, stop } = await aWriter(world);
  const window = await openWindow(views[0], 'dark');
  const page = await window.newPage();
  try {
    await page.goto(url + path);
    await checkPage(page);
    expect(await page.getByText('Not delivered').count()).toBe(1);
    await page.getByText('Your text').first().click();
    expect(await page.getByText('My well is downstream of the plant.').first().isVisible()).toBe(true);
    await page.getByRole('button', { name: 'I sent it' }).click();
    expect(await page.getByRole('status').textContent()).toBe('Noted: you sent it.');
    world.pass({ days: 14 });
    await page.goto(url + path);
    await page.getByRole('button', { name: 'Yes' }).first().click();
    expect(await page.getByText('You said: yes.').count()).toBe(1);
    await checkPage(page);
  } finally {
    await window.close();
    await stop();
  }
});

test('an organizer looks at a desk where messages come from, and what is stuck', async () => {
  const world = await aWorld();
  const { url, slug, session, stop } = await aBusyLetter(world);
  const window = await openWindow(views[1], 'light');
  const page = await window.newPage();
  try {
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: session, url }]);
    await page.goto(`${url}/desk/letters/${slug}/messages`);
    await checkPage(page);
    expect(await page.getByRole('img', { name: 'Messages by the writer’s state' }).isVisible()).toBe(true);
    expect(await page.getByText('Failed: no such mailbox (550).').isVisible()).toBe(true);
    await page.getByLabel('Name', { exact: false }).first().fill('okafor');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.getByRole('rowheader', { name: /Okafor/ }).count()).toBeGreaterThan(0);
  } finally {
    await window.close();
    await stop();
  }
});

// ── what the tests are built of ──

/** Somebody who wrote to a council member whose server refused it, opened a form, and has another legislator left. */
async function aWriter(world: TestWorld) {
  const people = await aLegislature(world);
  await world.db.transaction(
    async (tx) => void (await tx.insert(zipDistricts).values({ zip: '44691', state: 'OH', district: 7 })),
  );
  const { letter, campaign } = await aLetter(world, { openToBodies: bodies });
  const email = 'zoe@mail.example';
  const writer = {
    name: 'Zoë Łukasz',
    email,
    asked: { ...nowhere, zip: '44691' },
    words: 'My well is downstream of the plant.',
    seen: await textsMark(world.db, letter, aboutLetter(world, letter)),
  };
  await world.db.transaction((tx) => writeConfirmed(tx, world, { letter, campaign }, writer, [people.park.key]));
  const token = (await findReceiptsOf(world, world.db, letter.id, email))?.token ?? '';
  const writing = await requireWriting(world, null, letter.slug, people.okafor.key);
  const known = await findKnown(world, world.db, writing, token);
  await noteWay(world, writing, 'form', '192.0.2.1', { known, quote: 'My well is downstream of the plant.' });
  const [row] = (await world.db.select().from(messages)).filter(({ state }) => state === 'queued');
  await world.db.transaction((tx) =>
    messageMailed(world)(tx, [{ reason: `message:${row?.id}`, outcome: 'failed', problem: 'no such mailbox (550)' }]),
  );
  return { path: `/my/messages/${token}`, ...(await serveWorld(world)) };
}

/** A letter about which hundreds of people wrote, from many states and in every way. */
async function aBusyLetter(world: TestWorld) {
  const people = Object.values(await aLegislature(world));
  const { letter, campaign } = await aLetter(world, { openToBodies: bodies });
  const states: MessageState[] = ['sent', 'sent', 'sent', 'sent', 'queued', 'failed', 'opened', 'reported', 'sent'];
  const ways: Way[] = ['email', 'cwc', 'form', 'phone', 'mailto', 'print'];
  const homes = ['OH', 'TX', 'CA', 'NY', 'OH', 'PA', 'KS', 'WY', 'PR', 'CO', null];
  const blank = { name: null, email: null, zip: null, homeDistrict: null, lookup: null, details: null };
  const unsaid = {
    subject: null,
    text: null,
    parts: null,
    quote: null,
    outcome: null,
    answeredAt: null,
    tokenHash: null,
  };
  const rows = Array.from({ length: 700 }, (_, n) => {
    const state = states[n % states.length] as MessageState;
    const at = new Date(world.now().getTime() - ((n * 37) % 30) * 86_400_000);
    return {
      ...{ ...blank, ...unsaid, id: `row-${String(n).padStart(4, '0')}`, letterId: letter.id, ask: 'request' as const },
      ...{ legislator: people[(n * 7) % people.length]?.key ?? '', state, personKey: `person ${n}`, mailsSent: 1 },
      way: ways[state === 'opened' ? 2 : state === 'reported' ? 3 + (n % 3) : n % 2] as Way,
      ...{ homeState: homes[(n * n) % homes.length] ?? null, edited: n % 3 === 0, similarity: (n * 13) % 101 },
      problem: state === 'failed' ? (n % 2 ? 'no such mailbox (550)' : 'the office does not know the district') : null,
      answered: state === 'sent' && n % 5 === 0 ? (n % 2 ? ('yes' as const) : ('no' as const)) : null,
      ...{ day: at.toISOString().slice(0, 10), createdAt: at, changedAt: at },
    };
  });
  await world.db.transaction(async (tx) => {
    for (let at = 0; at < rows.length; at += 100) await tx.insert(messages).values(rows.slice(at, at + 100));
    await recountMessages(tx, letter.id);
  });
  const ola = await anAccount(world, {
    name: 'Ola Organ',
    email: 'o@rivers.example',
    roles: [[campaign.id, 'organizer']],
  });
  return { slug: letter.slug, session: await openSession(world, ola), ...(await serveWorld(world)) };
}
