import { type Response, Router } from 'express';
import { NotFound, TooMany } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { listSignedFor } from '../cosigners/cosigners.ts';
import { line, parse, typedIn } from '../web/forms.ts';
import { networkOf } from '../web/limits.ts';
import { show } from '../web/render.ts';
import { answer, confirmAnswer, receiptOf, requireConfirmable, requireReceipt, sendAgain } from './answers.ts';
import { domainsOf } from './domains.ts';
import { answerForm } from './forms.ts';
import { requireLink } from './links.ts';
import { answeredPage, closedDoorPage, confirmPage, type OfficeParts, officePage } from './public.pages.ts';

/** What an office sees and does behind its link. */
export function officeRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;

  async function showOffice(
    res: Response,
    token: string,
    { status = 200, ...more }: Pick<OfficeParts, 'failed'> & { status?: number } = {},
  ): Promise<void> {
    const opened = await requireLink(world, db, token);
    const signers = await listSignedFor(db, null, opened.letter);
    const domains = await domainsOf(db, opened.legislator.body);
    show(res, officePage({ opened, token, signers, domains, ...more }), { status });
  }

  /** Shows the same page for all that opens nothing. */
  const orClosedDoor = async (res: Response, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      show(res, closedDoorPage(), { status: 404 });
    }
  };

  routes.get('/office/:token', (req, res) => orClosedDoor(res, () => showOffice(res, req.params.token)));

  routes.post('/office/:token', (req, res) =>
    orClosedDoor(res, async () => {
      const { token } = req.params;
      const again = (status: number, failed: NonNullable<OfficeParts['failed']>) =>
        showOffice(res, token, { status, failed });
      // A link that opens nothing is told before what was wrong with the form.
      await requireLink(world, db, token);
      const form = parse(answerForm, req.body);
      if (!form.ok) return again(422, form);
      try {
        const { authorized: _, ...given } = form.value;
        const answered = await answer(world, token, given, networkOf(req.ip));
        if (answered.kind !== 'answered') return showOffice(res, token, { status: 409 });
        res.redirect(303, `/office/${token}/answers/${receiptOf(world, answered.answer)}`);
      } catch (error) {
        if (!(error instanceof TooMany)) throw error;
        res.set('Retry-After', String(Math.ceil(error.seconds)));
        await again(429, { problems: [{ path: '', message: error.message }], typed: typedIn(req.body) });
      }
    }),
  );

  routes.get('/office/:token/answers/:receipt', (req, res) =>
    orClosedDoor(res, async () => {
      const { token, receipt } = req.params;
      const told = { note: line(req.query['note']), mailFrom: world.settings.mailFrom };
      show(res, answeredPage(await requireReceipt(world, token, receipt), token, receipt, told));
    }),
  );

  routes.post('/office/:token/answers/:receipt/again', (req, res) =>
    orClosedDoor(res, async () => {
      const { token, receipt } = req.params;
      await sendAgain(world, token, receipt);
      res.redirect(303, `/office/${token}/answers/${receipt}?note=again`);
    }),
  );

  routes.get('/office/confirm/:token', (req, res) =>
    orClosedDoor(res, async () => {
      const { token } = req.params;
      show(res, confirmPage(await requireConfirmable(world, db, token), token));
    }),
  );

  routes.post('/office/confirm/:token', (req, res) =>
    orClosedDoor(res, async () => {
      const { token } = req.params;
      await confirmAnswer(world, token);
      res.redirect(303, `/office/confirm/${token}`);
    }),
  );

  return routes;
}
