import { type Request, type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { NotFound, Refused } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { carryingTo, officePage } from '../carriers/carriers.ts';
import { printLetter } from '../carriers/printed.ts';
import { aboutLetter, offerTo, salutationOf, settled, wholeText } from '../variants/variants.ts';
import { attempt, type Parsed, parse } from '../web/forms.ts';
import { countTry, networkOf } from '../web/limits.ts';
import { setCaching, show } from '../web/render.ts';
import { letFormsLeave } from '../web/security.ts';
import { requireWriting, type Writing } from './board.ts';
import { officeForm, printForm, sendForm, type TextForm, textForm, wayForm } from './forms.ts';
import { findKnown, type Known } from './known.ts';
import { noteWay } from './opening.ts';
import { boardUrl } from './pages.ts';
import { send } from './sending.ts';
import { textPage } from './textPage.ts';
import { type Asked, askedIn, closingPlace, findWhere } from './where.ts';
import { receiptsUrl } from './writers.ts';

type Here = Request<{ slug: string; key: string }>;
type Fields = Record<string, unknown> | undefined;

/** Letters to print for one visitor: each takes a moment to make. */
const printing = { most: 30, seconds: 3600 };

/** Writing to one legislator, and the ways to their office. All of it is private to the visitor. */
export function textRoutes(world: World): Router {
  const routes = Router();
  const base = '/letters/:slug/write/:key';

  /** Everything about the legislator, the letter and the visitor, as the fields that they carry tell. */
  async function look(req: Here, res: Response, fields: Fields) {
    const writing = withAsk(await requireWriting(world, viewerOf(res), req.params.slug, req.params.key));
    const given = askedIn(fields);
    const known = await findKnown(world, world.db, writing, given.my);
    return { writing, known, asked: askedOf(given, known) };
  }

  async function showText(
    res: Response,
    { writing, known, asked }: Awaited<ReturnType<typeof look>>,
    more: { typed: TextForm | null; failed?: Parsed<unknown> & { ok: false }; note?: string },
  ): Promise<void> {
    const about = aboutLetter(world, writing.letter);
    const page = textPage({
      ...{ writing, known, asked, about },
      where: await findWhere(world, asked),
      offered: await offerTo(world.db, writing.letter, writing, about),
      carrying: await carryingTo(world, writing),
      visit: more.typed?.visit || world.newToken(),
      ...more,
    });
    letFormsLeave(res);
    show(res, page, { status: more.failed ? 422 : 200 });
  }

  /** What a known writer takes to the office by themselves: their receipts have a copy of it. Nothing of a stranger. */
  async function keptOf({ writing, known, asked }: Awaited<ReturnType<typeof look>>, typed: TextForm | null) {
    if (!known || !typed) return { known };
    const { letter, legislator } = writing;
    const where = await findWhere(world, asked);
    const offered = await offerTo(world.db, letter, writing, aboutLetter(world, letter));
    const constituent = { name: typed.name || known.name, place: closingPlace(where), own: typed.own };
    const { subject, text } = settled(offered, typed, constituent);
    const district = where.district === null ? null : String(where.district);
    const home = where.state ? { homeState: where.state.code, homeDistrict: district } : null;
    return { known, home, copy: { subject, text: wholeText(legislator, text, constituent) } };
  }

  const typedIn = (body: unknown): TextForm | null => {
    const form = parse(textForm, body);
    return form.ok ? form.value : null;
  };

  routes.get(base, async (req, res) => showText(res, await look(req, res, req.query), { typed: null }));

  // The text is shown as it now reads; it is personal and long, so it is neither kept nor put into an address.
  routes.post(base, async (req, res) => {
    const form = parse(textForm, req.body);
    const here = await look(req, res, req.body);
    await showText(res, here, form.ok ? { typed: form.value } : { typed: null, failed: form });
  });

  routes.post(`${base}/send`, async (req, res) => {
    const here = await look(req, res, req.body);
    const { letter, legislator } = here.writing;
    const { cwc } = await carryingTo(world, here.writing);
    const to = { slug: letter.slug, key: legislator.key };
    const done = await attempt(cwc ? officeForm : sendForm, req.body, (form) =>
      send(world, to, form, networkOf(req.ip)),
    );
    if (!done.ok) return showText(res, here, { typed: typedIn(req.body), failed: done });
    if (done.value === 'asked') return res.redirect(303, `/letters/${letter.slug}/write/sent`);
    res.redirect(303, `${receiptsUrl(here.asked.my)}?note=${done.value}`);
  });

  // The office's own form is opened by way of here, so that "opened" is counted, and nothing more.
  routes.post(`${base}/way`, async (req, res) => {
    const here = await look(req, res, req.body);
    const form = parse(wayForm, req.body);
    const taken = form.ok ? form.value : null;
    if (!taken?.way) throw new NotFound();
    const { way, done, outcome, quote, visit } = taken;
    const page = officePage(here.writing.legislator);
    if (way === 'form' && !page) throw new NotFound('form');
    const { known } = here;
    const { copy = null, ...kept } = await keptOf(here, typedIn(req.body));
    // A call takes no text there.
    const more = { ...kept, copy: way === 'phone' ? null : copy };
    await noteWay(world, here.writing, way, networkOf(req.ip), { done, outcome, quote, visit, ...more });
    if (way === 'form' && !done && page) return res.redirect(303, page.url);
    if (outcome === 'no answer') return showText(res, here, { typed: typedIn(req.body), note: outcome });
    res.redirect(303, boardUrl(here.writing.letter, here.asked, known ? 'kept' : 'reported'));
  });

  // A letter with the writer's own address: it is made for this answer and forgotten with it.
  routes.post(`${base}/print`, async (req, res) => {
    const here = await look(req, res, req.body);
    const { letter, legislator } = here.writing;
    const form = parse(printForm, req.body);
    if (!form.ok) return showText(res, here, { typed: typedIn(req.body), failed: form });
    await countTry(world, 'print', networkOf(req.ip), printing);
    const { own, address, name, quote, visit } = form.value;
    const offered = await offerTo(world.db, letter, here.writing, aboutLetter(world, letter));
    const place = closingPlace(await findWhere(world, here.asked));
    const { text } = settled(offered, form.value, { name, place });
    const pdf = await printLetter(world, {
      ...{ legislator: legislator.key, salutation: salutationOf(legislator) },
      ...{ text: [own, text].filter(Boolean).join('\n\n'), name, address, timeZone: letter.timeZone },
    });
    if (!pdf) throw new NotFound('legislator');
    await noteWay(world, here.writing, 'print', networkOf(req.ip), {
      ...{ visit, quote: quote ? own : '' },
      ...(await keptOf(here, typedIn(req.body))),
    });
    setCaching(res, 'private');
    const file = `letter-to-${legislator.key.replace(/[^\w-]+/g, '-')}.pdf`;
    res.set({ 'Content-Type': 'application/pdf', 'Content-Disposition': `inline; filename="${file}"` });
    res.send(pdf);
  });

  return routes;
}

/** A known writer's place is filled in, and a token that is nobody's is carried no further. */
function askedOf(given: Asked, known: Known | null): Asked {
  if (!known) return { ...given, my: '' };
  const placed = given.zip !== '' || given.state !== '' || given.found !== '';
  return placed ? given : { ...given, ...known.place };
}

/** Throws Refused once the letter takes no more names and there is nothing to thank for. */
function withAsk(writing: Writing): Writing & { ask: 'request' | 'thanks' } {
  const { ask } = writing;
  if (!ask) throw new Refused('letter-closed', 'This letter is closed: it takes no more names.');
  return { ...writing, ask };
}
