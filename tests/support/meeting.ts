import { commandLine } from '../../server/basics/viewer.ts';
import { recordOn } from '../../server/cosigners/cosigners.ts';
import { messages } from '../../server/db/tables.ts';
import { type Letter, requirePublished } from '../../server/letters/letters.ts';
import { changesOf, SUBJECT } from '../../server/messages/counting.ts';
import { type MessageRow, unsaid } from '../../server/messages/store.ts';
import { move } from '../../server/tallies/tallies.ts';
import { addContact } from '../../server/whip/whip.ts';
import { aLegislature } from './invented/legislature.ts';
import { aLetter } from './invented/letters.ts';
import { addSignatures, aSignature } from './invented/signatures.ts';
import type { TestWorld } from './world.ts';

export const said = [
  'My daughter learned to swim in this river. Last summer the sign at the bridge said that nobody should.',
  'We farm two hundred acres below the dam; “clean” is not a word we use for what comes down any more.\n\nPlease come and see.',
];

/** A message as it stands once it was sent. */
export async function addMessage(
  world: TestWorld,
  { id: letterId }: Pick<Letter, 'id'>,
  legislator: string,
  different: Partial<MessageRow> = {},
): Promise<void> {
  const id = world.newId();
  const row: MessageRow = {
    ...{ id, letterId, legislator, ask: 'request', way: 'email', state: 'sent', personKey: id },
    ...{ name: 'Zoë Łukasz', email: 'zoe@mail.example', zip: '44691', homeState: 'OH', homeDistrict: '7' },
    ...{ lookup: 'zip', subject: 'Rivers', text: 'Please sign.', edited: true, tokenHash: null, mailsSent: 1 },
    ...{ createdAt: world.now(), changedAt: world.now() },
    ...unsaid,
    ...different,
  };
  await world.db.transaction(async (tx) => {
    await tx.insert(messages).values(row);
    await move(tx, letterId, SUBJECT, changesOf(row, 1));
  });
}

/** A letter with all that a meeting with one of its legislators (`people.okafor`, OH-7) can tell of. */
export async function aLetterToMeetOn(world: TestWorld) {
  const people = await aLegislature(world);
  const { campaign, letter } = await aLetter(world, {
    openToPublic: true,
    openToBodies: ['us-house', 'us-senate'],
    title: 'A letter on clean rivers',
    text: 'We ask that the rivers be kept clean, and that what is in them be measured every month.\n\n## Why now\n\nThe dams are old.',
    leads: [people.rivera.key],
  });
  const weeks = [0, 0, 0, 1, 1, 3, 3, 3, 3, 6, 20];
  const at = (weeksAgo: number) => new Date(world.now().getTime() - weeksAgo * 7 * 86_400_000);
  const home = { homeState: 'OH', homeDistrict: '7' };
  const rows = [
    ...weeks.map((week) => aSignature(world, letter, { ...home, confirmedAt: at(week), createdAt: at(week) })),
    ...Array.from({ length: 20 }, () => aSignature(world, letter, { homeState: 'OH', homeDistrict: '4' })),
    ...Array.from({ length: 200 }, () => aSignature(world, letter, { homeState: 'NM', homeDistrict: '3' })),
    ...[
      ['Ōta River Keepers', '7'],
      ['Example County Farmers’ Union', '4'],
      ['Łódź Street Parish', '7'],
    ].map(([organization, homeDistrict]) =>
      aSignature(world, letter, {
        ...{
          kind: 'organization',
          organization: organization ?? '',
          homeState: 'OH',
          homeDistrict: homeDistrict ?? '',
        },
      }),
    ),
  ];
  await addSignatures(world, letter, rows);
  const whole = await requirePublished(world.db, null, letter.slug);
  await world.db.transaction(async (tx) => {
    const record = (key: string, position: 'signed' | 'leaning', day = '2026-11-03') =>
      recordOn(tx, world, commandLine, whole, key, { position, day, source: 'call with the office', note: 'Ask Kim.' });
    await record(people.rivera.key, 'signed');
    await record(people.hoek.key, 'signed');
    await record(people.okafor.key, 'leaning');
    await addContact(tx, world, commandLine, whole, people.okafor.key, {
      ...{ day: '2026-11-18', way: 'phone', person: 'Kim Doe', summary: 'They read it; the Member wants the numbers.' },
      ...{ next: 'Bring the sheet', due: '2026-11-25' },
    });
  });
  for (const quote of said) await addMessage(world, letter, people.okafor.key, { quote });
  await addMessage(world, letter, people.okafor.key, { quote: 'never confirmed', state: 'confirming' });
  await addMessage(world, letter, people.okafor.key, { state: 'failed', problem: 'refused by the mail server' });
  await addMessage(world, letter, people.rivera.key, { quote: 'for another office' });
  return { campaign, letter, people };
}
