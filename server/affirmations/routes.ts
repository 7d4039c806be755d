import { Router } from 'express';
import { z } from 'zod';
import { viewerOf } from '../accounts/session.ts';
import { NotFound } from '../basics/errors.ts';
import { mayAs } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { findCampaignById } from '../campaigns/campaigns.ts';
import { listVersions, requireMine } from '../letters/letters.ts';
import { composeMail } from '../mail/compose.ts';
import { findAbout, withdraw } from '../signatures/signatures.ts';
import { line, parse } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { reaffirm, requireReaffirming } from './affirming.ts';
import { askToReaffirm, reaffirmMail, reaffirmUrl } from './asking.ts';
import { findProgress } from './counting.ts';
import { deskPage } from './deskPage.ts';
import { reaffirmPage } from './reaffirmPage.ts';

const answerForm = z.object({
  token: z.string().max(200),
  /** The version that was read. */
  seen: z.coerce.number().int().catch(0),
  answer: z.enum(['keep', 'withdraw']),
});

/** Asking signers again after a change of substance: the desk's side and the signer's. */
export function affirmationRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;

  routes.get('/desk/letters/:slug/re-affirm', async (req, res) => {
    const viewer = viewerOf(res);
    const letter = await requireMine(db, viewer, req.params.slug, 'staffer');
    const campaign = await findCampaignById(db, letter.campaignId);
    if (!campaign) throw new NotFound('letter');
    const versions = await listVersions(db, letter.id);
    const progress = await findProgress(db, letter.id);
    const about = await findAbout(db, letter);
    const sample = { id: 'a-signature-of-yours', email: '', version: 1 };
    const mail = progress.outstanding > 0 ? reaffirmMail(world, { letter, about, versions }, sample) : null;
    const page = deskPage({
      letter,
      campaign,
      progress,
      version: versions.find(({ number }) => number === progress.version) ?? null,
      mail: mail && (await composeMail({ ...mail, data: { ...mail.data, link: '(the signer’s own link)' } })),
      mayAsk: mayAs(viewer, letter.campaignId, 'organizer'),
      mailerReady: world.mailer.ready,
      note: line(req.query['note']),
    });
    show(res, page);
  });

  routes.post('/desk/letters/:slug/re-affirm', async (req, res) => {
    await askToReaffirm(world, viewerOf(res), req.params.slug);
    res.redirect(303, `/desk/letters/${req.params.slug}/re-affirm?note=started`);
  });

  routes.get('/letters/:slug/reaffirm', async (req, res) => {
    const token = line(req.query['token']);
    show(res, reaffirmPage(token, await requireReaffirming(world, db, req.params.slug, token)));
  });

  routes.post('/letters/:slug/reaffirm', async (req, res) => {
    const read = parse(answerForm, req.body);
    if (!read.ok) throw new NotFound();
    const { token, seen, answer } = read.value;
    const { signed } = await requireReaffirming(world, db, req.params.slug, token);
    if (answer === 'keep') await reaffirm(world, req.params.slug, token, seen);
    else await withdraw(world, token);
    res.redirect(303, answer === 'keep' ? reaffirmUrl(signed.letter, token) : `/my/${token}?note=withdrawn`);
  });

  return routes;
}
