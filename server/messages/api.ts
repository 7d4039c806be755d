import { z } from 'zod';
import { Refused } from '../basics/errors.ts';
import { carryingTo, waysTo } from '../carriers/carriers.ts';
import { aboutLetter, composeMessage, offerTo } from '../variants/variants.ts';
import { type Call, call } from '../web/api.ts';
import { requireWriting } from './board.ts';
import { writeUrl } from './pages.ts';
import { nowhere } from './where.ts';

const wayShape = z.object({
  way: z.enum(['cwc', 'email', 'form', 'mailto', 'phone', 'print', 'copy']),
  label: z.string(),
  url: z.string().nullable().meta({ description: 'What to open; null where the text is to be copied.' }),
  phone: z.string().nullable(),
  script: z.string().nullable().meta({ description: 'What to say on the phone.' }),
});

export const messageCalls: Call[] = [
  call({
    method: 'get',
    path: '/letters/{slug}/message',
    summary: 'What to say to a legislator about a letter, and the ways to the office that are open now.',
    who: 'all',
    params: z.object({ slug: z.string() }),
    query: z.object({
      legislator: z
        .string('the key of a legislator')
        .min(1, 'the key of a legislator')
        .max(200, 'the key of a legislator'),
    }),
    answer: z.object({
      legislator: z.string(),
      ask: z.enum(['request', 'thanks']).meta({ description: 'Thanks for who has signed, a request to the others.' }),
      subject: z.string(),
      text: z.string(),
      ways: z.array(wayShape),
    }),
    handle: async ({ world, viewer, params, query }) => {
      const writing = await requireWriting(world, viewer, params.slug, query.legislator);
      const { letter, legislator, standing, ask } = writing;
      if (!ask) throw new Refused('letter-closed', 'This letter is closed: it takes no more names.');
      const about = aboutLetter(world, letter);
      const offered = await offerTo(world.db, letter, { legislator, standing, ask }, about);
      const message = composeMessage(offered, about, { legislator, ask });
      const page = `${world.settings.baseUrl}${writeUrl(letter, legislator.key, nowhere)}`;
      const ways = waysTo(legislator, message, await carryingTo(world, writing));
      return {
        legislator: legislator.key,
        ask,
        subject: message.subject,
        text: message.text,
        // What this server carries or makes begins on the page where it is written.
        ways: ways.map(({ ours, needs: _, ...way }) => (ours || way.way === 'print' ? { ...way, url: page } : way)),
      };
    },
  }),
];
