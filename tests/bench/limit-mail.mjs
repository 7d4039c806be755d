/** Bare nodemailer: so many mails by a pool of 20 connections, as quickly as it goes. `node limit-mail.mjs <port> <mails>` */
import { createTransport } from 'nodemailer';

const [port, count] = process.argv.slice(2).map(Number);
const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, pool: true, maxConnections: 20 });
const words = 'Thank you for adding your name to this letter; here is what became of it in the committee this week. ';
const body = Array.from({ length: 6 }, () => words.repeat(3).trim());

const mailTo = (n) => {
  const unsubscribe = `https://letters.example/unsubscribe/${String(n).padStart(92, 'a')}`;
  const own = `https://letters.example/my/${String(n).padStart(64, 'a')}`;
  const below = `You get this mail, Ana Rivera, because you signed the letter "Clean rivers" and asked for news of it.`;
  return {
    from: { name: 'Rivers Example Committee', address: 'news@letters.example' },
    to: { name: 'Ana Rivera', address: `ana.${n}@mail${n % 50}.example` },
    subject: 'News of the letter on clean rivers',
    text: `${body.join('\n\n')}\n\n--\n${below}\n\nNo more of these mails:\n${unsubscribe}\n\nYour own page:\n${own}\n\nRivers Example Committee, 1 Example Plaza\n`,
    html: `<!doctype html><html lang="en"><body>${body.map((one) => `<p>${one}</p>`).join('\n')}<div><p>${below}</p><p><a href="${unsubscribe}">Unsubscribe</a> · <a href="${own}">Your own page</a></p><p>Rivers Example Committee, 1 Example Plaza</p></div></body></html>`,
    headers: {
      'Message-ID': `<${n}@letters.example>`,
      'List-Unsubscribe': `<${unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': '<campaign.updates.letters.example>',
      Precedence: 'bulk',
    },
  };
};

let next = 0;
const worker = async () => {
  while (next < count) await transport.sendMail(mailTo((next += 1)));
};
await Promise.all(Array.from({ length: 64 }, worker));
transport.close();
