import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { viewerOf } from '../accounts/session.ts';
import type { World } from '../basics/world.ts';
import { requireVisibleCampaign } from '../campaigns/campaigns.ts';
import { emailField } from '../web/fields.ts';
import { attempt, line } from '../web/forms.ts';
import { networkOf } from '../web/limits.ts';
import { setCaching, show } from '../web/render.ts';
import { askedPage, endedPage, erasedPage, erasePage, heldPage } from './heldPages.ts';
import { emailOf, openErased, sealErased } from './links.ts';
import { campaignPrivacyPage, sitePrivacyPage } from './pages.ts';
import { askWhatIsHeld, eraseAll, findHeld } from './privacy.ts';

const askForm = z.object({ email: emailField('Please give your e-mail address, such as ana@mail.example.') });

/** What this site and each campaign keep about people, and what it keeps of whoever asks. */
export function privacyRoutes(world: World): Router {
  const routes = Router();

  routes.get('/privacy', (_req, res) => show(res, sitePrivacyPage(world.settings), { cache: 'public' }));

  routes.get('/campaigns/:slug/privacy', async (req, res) => {
    const campaign = await requireVisibleCampaign(world.db, viewerOf(res), req.params.slug);
    show(res, campaignPrivacyPage(campaign, world.settings), { cache: campaign.publishedAt ? 'public' : 'private' });
  });

  // The answer is the same whatever is known of the address.
  routes.post('/privacy', async (req, res) => {
    const asked = await attempt(askForm, req.body, ({ email }) => askWhatIsHeld(world, email, networkOf(req.ip)));
    if (asked.ok) return res.redirect(303, '/privacy/asked');
    show(res, sitePrivacyPage(world.settings, asked), { status: 422 });
  });

  routes.get('/privacy/asked', (_req, res) => show(res, askedPage(world.settings.mailFrom)));

  /** Does something for whoever has the link; shows where to ask for another one to whoever has none that works. */
  const withLink =
    (act: (req: Request, res: Response, link: { email: string; token: string }) => Promise<void>) =>
    async (req: Request, res: Response): Promise<void> => {
      const token = line(req.method === 'POST' ? (req.body as Record<string, unknown>)?.['token'] : req.query['token']);
      const email = emailOf(world, token);
      if (email === null) return show(res, endedPage(), { status: 404 });
      await act(req, res, { email, token });
    };

  routes.get(
    '/privacy/held',
    withLink(async (_req, res, { email, token }) => show(res, heldPage(token, await findHeld(world, email)))),
  );

  routes.get(
    '/privacy/held.json',
    withLink(async (_req, res, { email }) => {
      const held = await findHeld(world, email);
      setCaching(res, 'private');
      res.attachment('what-is-held-of-me.json').type('json');
      res.send(`${JSON.stringify(held, null, 2)}\n`);
    }),
  );

  routes.get(
    '/privacy/erase',
    withLink(async (_req, res, { email, token }) => show(res, erasePage(token, await findHeld(world, email)))),
  );

  routes.post(
    '/privacy/erase',
    withLink(async (_req, res, { email }) => {
      const erased = await eraseAll(world, email);
      res.redirect(303, `/privacy/erased?done=${sealErased(world, erased)}`);
    }),
  );

  routes.get('/privacy/erased', (req, res) => {
    const erased = openErased(world, line(req.query['done']));
    if (!erased) return show(res, endedPage(), { status: 404 });
    show(res, erasedPage(erased));
  });

  return routes;
}
