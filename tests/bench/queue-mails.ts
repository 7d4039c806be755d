/** Puts so many mails of one update into the outbox of DATABASE_URL: `node queue-mails.ts <mails>`, for a bench or a test. */
import { environment } from '../../server/basics/environment.ts';
import { compose, dispose } from '../../server/compose.ts';
import { readSettings } from '../../server/config.ts';
import { addBody, type NewMail, queueMails } from '../../server/mail/mail.ts';

const count = Number(process.argv[2]);
const words = 'Thank you for adding your name to this letter; here is what became of it in the committee this week. ';
const body = Array.from({ length: 6 }, () => words.repeat(3).trim());
const AT_ONCE = 500;

const world = await compose(readSettings(environment), { migrating: true, logging: false });
const text = body.join('\n\n');
const html = body.map((paragraph) => `<p>${paragraph}</p>`).join('\n');
const subject = 'News of the letter on clean rivers';
const shared = await world.db.transaction((tx) => addBody(tx, world, { subject, text, html }));
const run = world.newId();
const mailTo = (n: number): NewMail<'update'> => ({
  kind: 'update',
  reason: `update:${run}:${n}`,
  to: { name: 'Ana Rivera', address: `ana.${n}@mail${n % 50}.example` },
  body: shared,
  data: {
    campaignId: '019aab55-0000-7000-8000-000000000000',
    name: 'Ana Rivera',
    letter: 'Clean rivers',
    unsubscribe: `https://letters.example/unsubscribe/${String(n).padStart(92, 'a')}`,
    own: `https://letters.example/my/${String(n).padStart(64, 'a')}`,
    sponsor: 'Rivers Example Committee',
    sponsorAddress: '1 Example Plaza, Santa Fe, NM 87501',
  },
});
for (let from = 0; from < count; from += AT_ONCE) {
  const mails = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, n) => mailTo(from + n));
  await world.db.transaction((tx) => queueMails(tx, world, mails));
}
await dispose(world);
