import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { Invalid, NotFound } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import { listWhip } from '../cosigners/cosigners.ts';
import { deadlineAt, type Letter, moveLetter, requireMine } from '../letters/letters.ts';
import { composeMail } from '../mail/compose.ts';
import { attempt, line, lines, typedIn } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { extendDeadline, listDeadlineMoves } from './deadlines.ts';
import { addDeliveries, listDeliveries, markSent, removeDelivery } from './deliveries.ts';
import { errataOf } from './errata.ts';
import { deliverForm, deliveriesIn, extendForm, replyForm, sentForm } from './forms.ts';
import { type Part, type SendingState, sendingPage } from './pages.ts';
import { reminderPage } from './reminder.pages.ts';
import { listReminders, remindable, reminderMail, remindOffices } from './reminding.ts';
import { addReply, listReplies, removeReply } from './replies.ts';

/** A letter's last miles on the desk. */
export function closingRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;
  const sending = '/desk/letters/:slug/sending';

  /** A published letter; a draft has no last miles yet. */
  async function mine(res: Response, slug: string): Promise<{ letter: Letter; campaign: Campaign }> {
    const letter = await requireMine(db, viewerOf(res), slug, 'organizer');
    const campaign = await findCampaignById(db, letter.campaignId);
    if (!campaign || letter.state === 'draft') throw new NotFound('page');
    return { letter, campaign };
  }

  async function showSending(res: Response, slug: string, more: Pick<SendingState, 'note' | 'failed'>): Promise<void> {
    const { letter, campaign } = await mine(res, slug);
    const viewer = viewerOf(res);
    const page = sendingPage({
      ...{ letter, campaign },
      stands: [...(await listWhip(db, viewer, letter)).all],
      deadlines: await listDeadlineMoves(db, letter),
      deliveries: await listDeliveries(db, letter.id),
      replies: await listReplies(db, letter.id),
      errata: await errataOf(db, viewer, letter),
      now: world.now(),
      ...more,
    });
    show(res, page, { status: more.failed ? 422 : 200 });
  }

  /** Goes back to the page with a note, or shows it again with what was wrong in one of its forms. */
  const answer = (
    res: Response,
    slug: string,
    part: Part,
    note: string,
    done: Awaited<ReturnType<typeof attempt<unknown, unknown>>>,
  ): void | Promise<void> =>
    done.ok
      ? res.redirect(303, `/desk/letters/${slug}/sending?note=${note}`)
      : showSending(res, slug, { failed: { part, ...done } });

  routes.get(sending, (req, res) => showSending(res, req.params.slug, { note: line(req.query['note']) }));

  routes.post(`${sending}/extend`, async (req, res) => {
    const { slug } = req.params;
    const { letter } = await mine(res, slug);
    const done = await attempt<{ deadline: string; reason: string }, unknown>(extendForm, req.body, (form) => {
      const deadline = deadlineAt(form.deadline, letter.timeZone);
      if (!deadline) throw new Invalid([{ path: 'deadline', message: 'A day and a time for the new deadline.' }]);
      return extendDeadline(world, viewerOf(res), slug, { deadline, reason: form.reason });
    });
    await answer(res, slug, 'extend', 'extended', done);
  });

  routes.post(`${sending}/close`, async (req, res) => {
    await moveLetter(world, viewerOf(res), req.params.slug, 'closed');
    res.redirect(303, `/desk/letters/${req.params.slug}/sending?note=closed`);
  });

  routes.post(`${sending}/sent`, async (req, res) => {
    const { slug } = req.params;
    const { letter } = await mine(res, slug);
    const done = await attempt<{ sentDay: string }, unknown>(sentForm, req.body, async ({ sentDay }) => {
      const deliveries = deliveriesIn(letter, typedIn(req.body), sentDay);
      return markSent(world, viewerOf(res), slug, { sentDay, deliveries });
    });
    await answer(res, slug, 'sent', 'sent', done);
  });

  routes.post(`${sending}/deliveries`, async (req, res) => {
    const { slug } = req.params;
    const { letter } = await mine(res, slug);
    const done = await attempt<{ day: string }, unknown>(deliverForm, req.body, async ({ day }) => {
      const deliveries = deliveriesIn(letter, typedIn(req.body), day);
      if (deliveries.length === 0)
        throw new Invalid([{ path: 'other', message: 'Tick to whom it was delivered, or name somebody else.' }]);
      return addDeliveries(world, viewerOf(res), slug, deliveries);
    });
    await answer(res, slug, 'deliver', 'delivered', done);
  });

  routes.post(`${sending}/deliveries/:id/remove`, async (req, res) => {
    await removeDelivery(world, viewerOf(res), req.params.slug, req.params.id);
    res.redirect(303, `/desk/letters/${req.params.slug}/sending?note=delivery-removed`);
  });

  routes.post(`${sending}/replies`, async (req, res) => {
    const { slug } = req.params;
    await mine(res, slug);
    const done = await attempt(replyForm, req.body, async (reply) => {
      try {
        return await addReply(world, viewerOf(res), slug, reply);
      } catch (error) {
        if (!(error instanceof Invalid)) throw error;
        // On this page the day of a delivery has the shorter name.
        throw new Invalid(error.problems.map((one) => (one.path === 'day' ? { ...one, path: 'replyDay' } : one)));
      }
    });
    await answer(res, slug, 'reply', 'replied', done);
  });

  routes.post(`${sending}/replies/:id/remove`, async (req, res) => {
    await removeReply(world, viewerOf(res), req.params.slug, req.params.id);
    res.redirect(303, `/desk/letters/${req.params.slug}/sending?note=reply-removed`);
  });

  routes.get(`${sending}/reminders`, async (req, res) => {
    const { letter, campaign } = await mine(res, req.params.slug);
    const asked = lines(req.query['to']);
    const positions = remindable.filter((one) => (asked.length > 0 ? asked.includes(one) : one !== 'asked'));
    const reminders = await listReminders(db, viewerOf(res), letter, positions);
    const sample = reminders.find(({ contact, mail }) => contact && !mail);
    const page = reminderPage({
      ...{ letter, campaign, positions, reminders },
      mail: sample ? await composeMail(reminderMail(letter, campaign, sample, '(the office’s own link)')) : null,
      mailerReady: world.mailer.ready,
      now: world.now(),
      note: line(req.query['queued']),
    });
    show(res, page);
  });

  routes.post(`${sending}/reminders`, async (req, res) => {
    const { slug } = req.params;
    const queued = await remindOffices(world, viewerOf(res), slug, lines(req.body?.office));
    res.redirect(303, `/desk/letters/${slug}/sending/reminders?queued=${queued}`);
  });

  return routes;
}
