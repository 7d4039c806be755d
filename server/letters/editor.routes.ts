import { type Request, type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import type { World } from '../basics/world.ts';
import { listCampaignBills } from '../bills/bills.ts';
import { type Campaign, findCampaignById, requireCampaign } from '../campaigns/campaigns.ts';
import { listBodies } from '../legislators/legislators.ts';
import { line } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { filledFor } from './addressees.ts';
import { changeLetter, editDraft } from './changing.ts';
import { createLetter, type LetterForm } from './drafting.ts';
import { type EditorState, editorPage, settingsPage } from './editor.pages.ts';
import {
  changedSettings,
  problemsFrom,
  proposed,
  type Read,
  readDraft,
  readSettings,
  readTyped,
  type SettingsForm,
  type Typed,
  typedOf,
} from './editor.ts';
import { proposals } from './naming.ts';
import { requireMine } from './questions.ts';
import type { Letter } from './store.ts';

/** Writing a letter: the editor of drafts, and the settings of published letters. */
export function editorRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;

  async function stateOf(campaign: Campaign, typed: Typed, more: Partial<EditorState> = {}): Promise<EditorState> {
    return {
      campaign,
      typed,
      bodies: await listBodies(db),
      bills: await listCampaignBills(db, campaign.id),
      proposals: await proposals(db, typed.bodies),
      ...more,
    };
  }

  /** Does what the pressed button says. Gives the letter once it is saved; else the page has been shown again. */
  async function handle<F>(
    req: Request,
    campaign: Campaign,
    {
      read,
      save,
      page,
    }: {
      read: (typed: Typed) => Promise<Read<F>>;
      save: (form: F) => Promise<Letter>;
      page: (state: EditorState) => Parameters<typeof show>[1];
    },
    res: Response,
  ): Promise<Letter | null> {
    const typed = readTyped(req.body ?? {});
    const again = async (more: Partial<EditorState>, status = 200) => {
      show(res, page(await stateOf(campaign, typed, more)), { status });
      return null;
    };
    const pressed = line(req.body?.do);
    if (pressed === 'add-addressee') return again({ more: { addressees: typed.addressees.length > 0 ? 1 : 2 } });
    if (pressed === 'add-lead') return again({ more: { leads: 2 } });
    if (pressed === 'fill') {
      typed.addressees = typed.addressees.map(({ office, ...one }) => ({ ...filledFor(office, one), office }));
      return again({});
    }
    const answer = await read(typed);
    if (!answer.ok) return again(answer, 422);
    try {
      return await save(answer.form);
    } catch (error) {
      return again({ problems: problemsFrom(error) }, 422);
    }
  }

  const campaignOf = async (letter: Letter): Promise<Campaign> => {
    const campaign = await findCampaignById(db, letter.campaignId);
    if (!campaign) throw new Error('A letter without a campaign');
    return campaign;
  };

  routes.get('/desk/campaigns/:slug/letters/new', async (req, res) => {
    const campaign = await requireCampaign(db, viewerOf(res), req.params.slug, 'organizer');
    const bodies = (await listBodies(db)).map((body) => body.key);
    const bills = (await listCampaignBills(db, campaign.id)).map((bill) => bill.id);
    show(res, editorPage(await stateOf(campaign, proposed(world.now(), bodies, bills)), null));
  });

  routes.post('/desk/campaigns/:slug/letters/new', async (req, res) => {
    const viewer = viewerOf(res);
    const campaign = await requireCampaign(db, viewer, req.params.slug, 'organizer');
    const letter = await handle<LetterForm>(
      req,
      campaign,
      {
        read: (typed) => readDraft(db, typed, []),
        save: (form) => createLetter(world, viewer, campaign.slug, form),
        page: (state) => editorPage(state, null),
      },
      res,
    );
    if (letter) res.redirect(303, `/desk/letters/${letter.slug}?note=created`);
  });

  routes.get('/desk/letters/:slug/edit', async (req, res) => {
    const letter = await requireMine(db, viewerOf(res), req.params.slug, 'organizer');
    if (letter.state !== 'draft') return res.redirect(303, `/desk/letters/${letter.slug}`);
    show(res, editorPage(await stateOf(await campaignOf(letter), await typedOf(db, letter)), letter));
  });

  routes.post('/desk/letters/:slug/edit', async (req, res) => {
    const viewer = viewerOf(res);
    const letter = await requireMine(db, viewer, req.params.slug, 'organizer');
    const saved = await handle<LetterForm>(
      req,
      await campaignOf(letter),
      {
        read: (typed) => readDraft(db, typed, letter.leads),
        save: (form) => editDraft(world, viewer, letter.slug, form),
        page: (state) => editorPage(state, letter),
      },
      res,
    );
    if (saved) res.redirect(303, `/desk/letters/${saved.slug}?note=saved`);
  });

  routes.get('/desk/letters/:slug/settings', async (req, res) => {
    const letter = await requireMine(db, viewerOf(res), req.params.slug, 'organizer');
    if (letter.state === 'draft') return res.redirect(303, `/desk/letters/${letter.slug}/edit`);
    show(res, settingsPage(await stateOf(await campaignOf(letter), await typedOf(db, letter)), letter, ''));
  });

  routes.post('/desk/letters/:slug/settings', async (req, res) => {
    const viewer = viewerOf(res);
    const letter = await requireMine(db, viewer, req.params.slug, 'organizer');
    const reason = line(req.body?.reason);
    let note = 'saved';
    const saved = await handle<SettingsForm>(
      req,
      await campaignOf(letter),
      {
        read: async (typed) => readSettings(db, { ...typed, bodies: letter.openToBodies }, letter),
        save: async (form) => {
          const changes = changedSettings(letter, form);
          if (Object.keys(changes).length > 0) return changeLetter(world, viewer, letter.slug, changes, reason);
          note = 'unchanged';
          return letter;
        },
        page: (state) => settingsPage(state, letter, reason),
      },
      res,
    );
    if (saved) res.redirect(303, `/desk/letters/${saved.slug}?note=${note}`);
  });

  return routes;
}
