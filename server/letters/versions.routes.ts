import { Router } from 'express';
import { z } from 'zod';
import { viewerOf } from '../accounts/session.ts';
import { NotFound, type Problem } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import { attempt, line, parse, typedIn } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { publishVersion } from './publishing.ts';
import { listVersions, requireMine, requirePublished } from './questions.ts';
import { newText, reasonField } from './shape.ts';
import type { SignersDesk } from './signers.ts';
import type { Letter, LetterVersion } from './store.ts';
import { changesPage, versionFormPage, versionPage, versionPreviewPage } from './versions.pages.ts';

/** A new text, which is not the one that everybody reads already. */
const writtenForm = (letter: Letter) =>
  z.object({ text: newText.refine((text) => text !== letter.text, 'The text is the same as before.') });

const publishForm = z
  .object({
    text: newText,
    reason: reasonField,
    substantive: z.literal('yes').optional(),
    after: z.coerce.number().int(),
  })
  .refine(({ reason, substantive }) => !substantive || reason !== '', {
    path: ['reason'],
    message: 'Say what has changed and why: whoever signed is asked again, and reads it.',
  });

/** The published texts of a letter: writing the next one, reading earlier ones, and what changed between two. */
export function versionRoutes(world: World, signersDesk: SignersDesk): Router {
  const routes = Router();
  const { db } = world;

  const campaignOf = async (letter: Letter): Promise<Campaign> => {
    const campaign = await findCampaignById(db, letter.campaignId);
    if (!campaign) throw new NotFound('campaign');
    return campaign;
  };
  const numbered = (versions: LetterVersion[], number: string): LetterVersion => {
    const version = versions.find((one) => String(one.number) === number);
    if (!version) throw new NotFound('version');
    return version;
  };

  routes.get('/letters/:slug/versions/:number/changes', async (req, res) => {
    const letter = await requirePublished(db, viewerOf(res), req.params.slug);
    const versions = await listVersions(db, letter.id);
    const to = numbered(versions, req.params.number);
    const from = numbered(versions, line(req.query['from']) || String(to.number - 1));
    if (from.number >= to.number) throw new NotFound('comparison');
    show(res, changesPage(letter, await campaignOf(letter), versions, from, to), { cache: 'public' });
  });

  routes.get('/desk/letters/:slug/versions/new', async (req, res) => {
    const letter = await requireMine(db, viewerOf(res), req.params.slug, 'organizer');
    if (letter.state !== 'circulating') return res.redirect(303, `/desk/letters/${letter.slug}`);
    show(res, versionFormPage(letter, await campaignOf(letter), await signersDesk.find(letter)));
  });

  routes.post('/desk/letters/:slug/versions/new', async (req, res) => {
    const viewer = viewerOf(res);
    const letter = await requireMine(db, viewer, req.params.slug, 'organizer');
    const pressed = line(req.body?.do);
    const typed = typedIn(req.body);
    const showAs = async (page: typeof versionFormPage | typeof versionPreviewPage, problems: Problem[]) => {
      const shown = page(letter, await campaignOf(letter), await signersDesk.find(letter), { problems, typed });
      show(res, shown, { status: problems.length > 0 ? 422 : 200 });
    };
    if (pressed === 'write') return showAs(versionFormPage, []);
    const read = parse(writtenForm(letter), typed);
    if (!read.ok) return showAs(versionFormPage, read.problems);
    if (pressed === 'see') return showAs(versionPreviewPage, []);
    const done = await attempt(publishForm, typed, ({ substantive, ...form }) =>
      publishVersion(world, viewer, letter.slug, { ...form, substantive: substantive === 'yes' }),
    );
    if (!done.ok) return showAs(versionPreviewPage, done.problems);
    res.redirect(303, `/desk/letters/${letter.slug}?note=new-version`);
  });

  routes.get('/desk/letters/:slug/versions/:number', async (req, res) => {
    const letter = await requireMine(db, viewerOf(res), req.params.slug, 'staffer');
    const version = numbered(await listVersions(db, letter.id), req.params.number);
    show(res, versionPage(letter, await campaignOf(letter), version));
  });

  return routes;
}
