import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { Invalid } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import {
  changeConsents,
  changeDisplay,
  choosePlace,
  disown,
  erase,
  requireSigned,
  signAgain,
  withdraw,
} from '../signatures/signatures.ts';
import { line, parse, typedIn } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { placeIn } from './acting.ts';
import { endPage, type OwnParts, ownPage } from './ownPage.ts';
import { orUnknown } from './routes.ts';

const displayForm = z.object({ display: z.enum(['full', 'initials', 'anonymous']) });

/** A signer's own page. Whoever has its link has the signer's mailbox. */
export function ownRoutes(world: World): Router {
  const routes = Router();

  routes.get('/my/disowned', (_req, res) => show(res, endPage('disowned')));
  routes.get('/my/erased', (_req, res) => show(res, endPage('erased')));

  const showOwn = async (
    res: Response,
    token: string,
    { note = '', failed }: Partial<Pick<OwnParts, 'note' | 'failed'>> = {},
  ) => {
    const signed = await requireSigned(world, world.db, token);
    show(res, await ownPage(world, { token, signed, note, failed }), { status: failed ? 422 : 200 });
  };

  routes.get('/my/:token', (req, res) =>
    orUnknown(res, () => showOwn(res, req.params.token, { note: line(req.query['note']) })),
  );

  /** One thing that the signer does, and where that leads. */
  const act = (what: string, deed: (token: string, body: unknown) => Promise<string>) =>
    routes.post(`/my/:token/${what}`, (req: Request<{ token: string }>, res) =>
      orUnknown(res, async () => {
        const { token } = req.params;
        try {
          res.redirect(303, await deed(token, req.body));
        } catch (error) {
          if (!(error instanceof Invalid)) throw error;
          await showOwn(res, token, { failed: { problems: error.problems, typed: typedIn(req.body) } });
        }
      }),
    );

  const back = (token: string, note: string) => `/my/${token}?note=${note}`;

  act('display', async (token, body) => {
    const form = parse(displayForm, body);
    if (form.ok) await changeDisplay(world, token, form.value.display);
    return back(token, 'display');
  });
  act('place', async (token, body) => {
    await choosePlace(world, token, { zip: line(typedIn(body)['zip']), ...placeIn(body) });
    return back(token, 'place');
  });
  act('consents', async (token, body) => {
    const ticked = (name: string) => line(typedIn(body)[name]) === 'yes';
    await changeConsents(world, token, { updates: ticked('updates'), share: ticked('share') });
    return back(token, 'consents');
  });
  act('withdraw', async (token) => {
    await withdraw(world, token);
    return back(token, 'withdrawn');
  });
  act('sign', async (token) => {
    await signAgain(world, token);
    return back(token, 'signed');
  });
  act('disown', async (token) => {
    await disown(world, token);
    return '/my/disowned';
  });
  act('erase', async (token) => {
    await erase(world, token);
    return '/my/erased';
  });

  return routes;
}
