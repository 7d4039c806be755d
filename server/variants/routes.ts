import { type Request, type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { csvText } from '../basics/csv.ts';
import { Invalid, NotFound } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, requireCampaign } from '../campaigns/campaigns.ts';
import { listByKeys } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { line, lines } from '../web/forms.ts';
import { setCaching, show } from '../web/render.ts';
import { checkTexts } from './checking.ts';
import { type Choices, choicesFor, namesFor } from './choices.ts';
import { aboutLetter } from './composing.ts';
import { type EditorState, editorPage } from './editorPage.ts';
import { blankForm, memberNamed, readVariant, typedOf, withAdded } from './forms.ts';
import {
  copyVariant,
  listVariants,
  moveVariant,
  removeVariant,
  requireVariant,
  saveVariant,
  type Variant,
} from './keeping.ts';
import { offerTo, ownOffer } from './offering.ts';
import { OWN_TEXT, textsPage, textsUrl, whoPage } from './pages.ts';
import { type Previewed, previewPage } from './previewPage.ts';
import { standingsOf } from './standing.ts';

/** The texts of a campaign on the desk: for its organizers. */
export function variantRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;
  const texts = '/desk/campaigns/:slug/variants';

  const campaignOf = (req: Request, res: Response): Promise<Campaign> =>
    requireCampaign(db, viewerOf(res), String(req.params['slug']), 'organizer');
  const back = (req: Request, res: Response, campaign: Campaign, note: string) => {
    const letter = line(req.query['letter']);
    res.redirect(303, `${textsUrl(campaign)}?${new URLSearchParams({ ...(letter && { letter }), note })}`);
  };

  /** The letter that was asked for; else the newest that circulates, or else the newest. Null where there is none. */
  const letterIn = (req: Request, letters: Letter[]): Letter | null => {
    const slug = line(req.query['letter']);
    if (slug === '') return letters.find(({ state }) => state === 'circulating') ?? letters[0] ?? null;
    const found = letters.find((letter) => letter.slug === slug);
    if (!found) throw new NotFound('letter');
    return found;
  };
  const letterOf = (req: Request, letters: Letter[]): Letter => {
    const letter = letterIn(req, letters);
    if (!letter) throw new NotFound('letter');
    return letter;
  };

  const checkOf = async (letter: Letter, variants: Variant[]) => ({
    letter,
    checked: await checkTexts(db, letter, variants, aboutLetter(world, letter), world.now()),
  });

  routes.get(texts, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const [choices, variants] = [await choicesFor(db, campaign), await listVariants(db, campaign.id)];
    const letter = letterIn(req, choices.letters);
    show(
      res,
      textsPage({
        campaign,
        variants,
        letters: choices.letters,
        named: await namesFor(db, choices, variants),
        check: letter && (await checkOf(letter, variants)),
        note: line(req.query['note']),
      }),
    );
  });

  const whoIn = async (req: Request, res: Response) => {
    const campaign = await campaignOf(req, res);
    const [{ letters }, variants] = [await choicesFor(db, campaign), await listVariants(db, campaign.id)];
    const check = await checkOf(letterOf(req, letters), variants);
    return { campaign, letters, variants, check, text: line(req.query['text']) };
  };

  routes.get(`${texts}/who`, async (req, res) => show(res, whoPage(await whoIn(req, res))));

  routes.get(`${texts}/who.csv`, async (req, res) => {
    const { variants, check, text } = await whoIn(req, res);
    const names = new Map(variants.map(({ id, name }) => [id, name]));
    const rows = check.checked.everybody
      .filter(({ variant }) => text === '' || (variant ?? 'own') === text)
      .map(({ legislator, ask, variant }) => [
        ...[legislator.key, legislator.full, legislator.body, legislator.state ?? '', legislator.district ?? ''],
        ...[legislator.party, ask, variant === null ? OWN_TEXT : (names.get(variant) ?? '')],
      ]);
    const head = ['legislator', 'name', 'body', 'state', 'district', 'party', 'ask', 'text'];
    setCaching(res, 'private');
    res
      .attachment(`texts-${check.letter.slug}.csv`)
      .type('text/csv')
      .send(`\uFEFF${[head, ...rows].map((cells) => `${cells.map(csvText).join(',')}\r\n`).join('')}`);
  });

  routes.get(`${texts}/preview`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const { letters, members, bodies } = await choicesFor(db, campaign);
    const letter = letterOf(req, letters);
    const [name, key] = [line(req.query['name']).slice(0, 200), line(req.query['key']).slice(0, 200)];
    const open = members.filter(({ body }) => letter.openToBodies.includes(body));
    let keys = key ? [key] : [];
    let problem = '';
    try {
      if (!key && name) keys = memberNamed(open, name, bodies);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      problem = error.problems[0]?.message ?? '';
    }
    const found = keys.flatMap((one) => open.find((row) => row.key === one) ?? []);
    if (key && found.length === 0) throw new NotFound('legislator');
    const [only] = found;
    const sure = only !== undefined && found.length === 1;
    const previewed = sure ? await previewOf(letter, only, line(req.query['as']) === 'signed') : null;
    const candidates = sure ? [] : found;
    const status = problem ? 422 : 200;
    show(res, previewPage({ campaign, letters, letter, name, problem, candidates, previewed }), { status });
  });

  async function previewOf(letter: Letter, legislator: Previewed['legislator'], signed: boolean): Promise<Previewed> {
    const about = aboutLetter(world, letter);
    const mayThank = letter.showCosigners === 'names';
    const [now] = await standingsOf(db, letter, [legislator], world.now());
    const standing = signed && mayThank ? 'signed' : (now?.standing ?? 'hidden');
    const ask = standing === 'signed' ? ('thanks' as const) : ('request' as const);
    const asked = { legislator, standing, ask };
    const offered = await offerTo(db, letter, asked, about);
    const variant = offered.variant === null ? null : await requireVariant(db, letter.campaignId, offered.variant);
    return { legislator, ask, offered, about, variant, signed: signed && mayThank, mayThank };
  }

  async function showEditor(
    res: Response,
    state: Omit<EditorState, 'people' | 'choices'> & { choices: Choices },
  ): Promise<void> {
    const keys = [...lines(state.typed['legislator']), ...(state.candidates?.keys ?? [])].slice(0, 300);
    const people = await listByKeys(db, keys);
    show(res, editorPage({ ...state, people }), { status: state.problems.length > 0 ? 422 : 200 });
  }

  /** The part of an address that names a text; null for one that is yet to be. */
  const variantAt = async (req: Request, campaign: Campaign): Promise<Variant | null> =>
    req.params['id'] === 'new' ? null : requireVariant(db, campaign.id, String(req.params['id']));

  routes.get(`${texts}/:id`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const choices = await choicesFor(db, campaign);
    const variant = await variantAt(req, campaign);
    const letter = letterIn(req, choices.letters);
    const begin = letter ? ownOffer(aboutLetter(world, letter), 'request') : { subject: '', text: '' };
    const typed = variant ? typedOf(variant) : blankForm(begin);
    await showEditor(res, { campaign, variant, choices, typed, problems: [], candidates: null });
  });

  routes.post(`${texts}/:id`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const choices = await choicesFor(db, campaign);
    const variant = await variantAt(req, campaign);
    const added = withAdded(req.body, choices);
    const { typed, problems, candidates } = added;
    if (line(req.body?.do) === 'add')
      return showEditor(res, { campaign, variant, choices, typed, problems, candidates });
    const read = await readVariant(db, added, choices);
    if (!read.ok) return showEditor(res, { campaign, variant, choices, typed, problems: read.problems, candidates });
    await saveVariant(world, viewerOf(res), campaign.slug, variant?.id ?? null, read.value);
    back(req, res, campaign, 'saved');
  });

  routes.post(`${texts}/:id/move`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const by = line(req.body?.to) === 'up' ? -1 : 1;
    await moveVariant(world, viewerOf(res), campaign.slug, req.params.id, by);
    back(req, res, campaign, 'moved');
  });

  routes.post(`${texts}/:id/copy`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    await copyVariant(world, viewerOf(res), campaign.slug, req.params.id);
    back(req, res, campaign, 'copied');
  });

  routes.post(`${texts}/:id/remove`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    await removeVariant(world, viewerOf(res), campaign.slug, req.params.id);
    back(req, res, campaign, 'removed');
  });

  return routes;
}
