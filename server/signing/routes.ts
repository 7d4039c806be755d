import { type Request, type Response, Router } from 'express';
import { NotFound, Refused } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { findCampaignById } from '../campaigns/campaigns.ts';
import { requirePublished } from '../letters/letters.ts';
import { choosePlace, confirm, findInvitation, requireSigned } from '../signatures/signatures.ts';
import { line, lines } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { readCookie } from '../web/security.ts';
import { actAgain, actCorrect, actSign, type Failed, placeIn } from './acting.ts';
import { confirmPage, type Pressed, unknownPage } from './confirmPage.ts';
import { formPage } from './formPage.ts';
import { cookieName, openSealed } from './sealed.ts';
import { signedPage } from './signedPage.ts';
import { writeAlong } from './writing.ts';

/** Signing a letter: the form, the page after it, and the page behind the link in the mail. */
export function signingRoutes(world: World): Router {
  const routes = Router();

  const letterAt = async ({ params }: Request<{ slug: string }>) => {
    const letter = await requirePublished(world.db, null, params.slug);
    const campaign = await findCampaignById(world.db, letter.campaignId);
    if (!campaign || !letter.openToPublic) throw new NotFound('letter');
    return { letter, campaign };
  };

  const sealedIn = (req: Request) => readCookie(req, cookieName(world.settings));

  /** The status of a form that is shown again, and when to come back. */
  const statusOf = (res: Response, { status, seconds }: Failed) => {
    if (seconds !== null) res.set('Retry-After', String(Math.ceil(seconds)));
    return { status };
  };

  routes.post('/letters/:slug/signatures', async (req, res) => {
    const acted = await actSign(world, req.params.slug, req.body, req.ip);
    if (acted.kind === 'done') return res.append('Set-Cookie', acted.cookie).redirect(303, acted.location);
    const page = formPage({ ...(await letterAt(req)), now: world.now() }, acted.failed);
    show(res, page, statusOf(res, acted.failed));
  });

  // Whoever was invited finds the form filled in; the letter's own page is the same for everybody.
  routes.get('/letters/:slug/sign', async (req, res) => {
    const parts = { ...(await letterAt(req)), now: world.now() };
    const invited = await findInvitation(world, line(req.query['invitation']));
    if (invited?.letter.id !== parts.letter.id) return res.redirect(303, `/letters/${parts.letter.slug}#sign`);
    const { organization, name, email } = invited.invitation;
    const typed = { kind: 'organization', organization, name, email: email ?? '' };
    show(res, formPage(parts, { problems: [], typed }, organization));
  });

  const showSigned = async (req: Request<{ slug: string }>, res: Response, failed?: Failed) => {
    const sealed = openSealed(world, req.params.slug, sealedIn(req));
    const note = line(req.query['note']);
    const page = await signedPage(world, { ...(await letterAt(req)), sealed, note, failed });
    show(res, page, failed && statusOf(res, failed));
  };

  routes.get('/letters/:slug/signed', (req, res) => showSigned(req, res));

  routes.post('/letters/:slug/signed/again', async (req, res) => {
    res.redirect(303, await actAgain(world, req.params.slug, sealedIn(req)));
  });

  routes.post('/letters/:slug/signed/address', async (req, res) => {
    const acted = await actCorrect(world, req.params.slug, sealedIn(req), req.body, req.ip);
    if (acted.kind === 'done') return res.append('Set-Cookie', acted.cookie).redirect(303, acted.location);
    await showSigned(req, res, acted.failed);
  });

  const showConfirm = async (res: Response, slug: string, token: string, pressed: Pressed | null = null) => {
    const signed = await requireSigned(world, world.db, token);
    if (signed.letter.slug !== slug) throw new NotFound('signature');
    if (signed.signature.state !== 'pending') return res.redirect(303, `/my/${token}`);
    show(res, await confirmPage(world, token, signed, pressed), { status: pressed ? 409 : 200 });
  };

  routes.get('/letters/:slug/confirm', (req, res) =>
    orUnknown(res, () => showConfirm(res, req.params.slug, line(req.query['token']))),
  );

  routes.post('/letters/:slug/confirm', (req, res) =>
    orUnknown(res, async () => {
      const token = line(req.body?.token);
      const place = placeIn(req.body);
      const { letter } = await requireSigned(world, world.db, token);
      if (letter.slug !== req.params.slug) throw new NotFound('signature');
      if (place.state) await choosePlaceOf(world, token, place);
      const picked = lines(req.body?.member);
      const along = writeAlong(world, picked, line(req.body?.seen));
      const done = await confirm(world, token, along).catch((error: unknown) => {
        if (error instanceof Refused && error.reason === 'text-changed') return error;
        throw error;
      });
      if (done instanceof Refused) return showConfirm(res, req.params.slug, token, { why: done.message, picked });
      const { kind } = done;
      if (kind === 'late') return res.redirect(303, `/letters/${req.params.slug}/confirm?token=${token}`);
      res.redirect(303, kind === 'confirmed' ? `/my/${token}?note=confirmed` : `/my/${token}`);
    }),
  );

  return routes;
}

/** Takes the district that was chosen beside the button; the ZIP code stays as it was. */
async function choosePlaceOf(world: World, token: string, place: { state: string; district: string }): Promise<void> {
  const { signature } = await requireSigned(world, world.db, token);
  if (signature.state === 'pending') await choosePlace(world, token, { zip: signature.zip ?? '', ...place });
}

/** Shows the same page for every link that opens nothing; it says why that may be. */
export async function orUnknown(res: Response, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    show(res, unknownPage(), { status: 404 });
  }
}
