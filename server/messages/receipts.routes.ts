import { type Request, Router } from 'express';
import { z } from 'zod';
import { NotFound } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { line, parse } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { answer, forgetTexts, markSent, requireReceipts, withdrawQuote } from './receipts.ts';
import { receiptsPage } from './receiptsPage.ts';
import { receiptsUrl } from './writers.ts';

const messageForm = z.object({ message: z.string().max(100) });
const answerForm = messageForm.extend({ answered: z.enum(['yes', 'no']) });

/** A writer's page. Whoever has its link has the writer's mailbox; a link that opens nothing is not found, whatever it is. */
export function receiptRoutes(world: World): Router {
  const routes = Router();

  routes.get('/my/messages/:token', async (req, res) => {
    const { token } = req.params;
    const found = await requireReceipts(world, token);
    show(res, receiptsPage(token, found, world.now(), line(req.query['note'])));
  });

  /** One thing that the writer does, which leads back to the page with a note. */
  const act = (what: string, deed: (token: string, body: unknown) => Promise<string>) =>
    routes.post(`/my/messages/:token/${what}`, async (req: Request<{ token: string }>, res) => {
      const { token } = req.params;
      res.redirect(303, `${receiptsUrl(token)}?note=${await deed(token, req.body)}`);
    });

  /** The message that a form names; nothing else is typed there. */
  const messageIn = <T>(form: z.ZodType<T>, body: unknown): T => {
    const read = parse(form, body);
    if (!read.ok) throw new NotFound('message');
    return read.value;
  };

  act('answered', async (token, body) => {
    const { message, answered } = messageIn(answerForm, body);
    await answer(world, token, message, answered);
    return 'answered';
  });
  act('sent', async (token, body) => {
    await markSent(world, token, messageIn(messageForm, body).message);
    return 'sent';
  });
  act('unquote', async (token, body) => {
    await withdrawQuote(world, token, messageIn(messageForm, body).message);
    return 'quote';
  });
  act('forget', async (token) => ((await forgetTexts(world, token)) > 0 ? 'on-its-way' : 'forgotten'));

  return routes;
}
