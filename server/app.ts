import type { RequestListener } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import { accountRoutes } from './accounts/routes.ts';
import { identify } from './accounts/session.ts';
import { affirmationRoutes } from './affirmations/routes.ts';
import { visitsOf } from './basics/visits.ts';
import type { World } from './basics/world.ts';
import { billCalls } from './bills/api.ts';
import { billRoutes } from './bills/routes.ts';
import { campaignCalls } from './campaigns/api.ts';
import { campaignRoutes } from './campaigns/routes.ts';
import { changeCalls } from './changes/api.ts';
import { changeRoutes } from './changes/routes.ts';
import { closingCalls } from './closing/api.ts';
import { closingRoutes } from './closing/routes.ts';
import { cosignerCalls } from './cosigners/api.ts';
import { pendingMigrations } from './db/migrate.ts';
import { lettersWithBills } from './desk/bills.ts';
import { deskRoutes } from './desk/home.routes.ts';
import { mailRoutes } from './desk/mail.routes.ts';
import { signersDesk } from './desk/signers.ts';
import { siteAdminRoutes } from './desk/site-admin.routes.ts';
import { teamRoutes } from './desk/team.routes.ts';
import { documentRoutes } from './documents/routes.ts';
import { exportCalls } from './exports/api.ts';
import { exportRoutes } from './exports/routes.ts';
import { signaturesFirst } from './front.ts';
import { gapCalls } from './gaps/api.ts';
import { gapRoutes } from './gaps/routes.ts';
import { intakeCalls } from './intake/api.ts';
import { intakeRoutes } from './intake/routes.ts';
import { legislatorCalls } from './legislators/api.ts';
import { legislatorRoutes } from './legislators/routes.ts';
import { letterCalls } from './letters/api.ts';
import { letterRoutes } from './letters/routes.ts';
import { mailCalls } from './mail/api.ts';
import { meetingRoutes } from './meetings/routes.ts';
import { messageCalls } from './messages/api.ts';
import { boardRoutes } from './messages/board.routes.ts';
import { deskMessageRoutes } from './messages/desk.routes.ts';
import { receiptRoutes } from './messages/receipts.routes.ts';
import { messageRoutes } from './messages/routes.ts';
import { officeCalls } from './office/api.ts';
import { officeDeskRoutes } from './office/desk.routes.ts';
import { officeRoutes } from './office/routes.ts';
import { privacyRoutes } from './privacy/routes.ts';
import { protectionCalls } from './protection/api.ts';
import { protectionRoutes } from './protection/routes.ts';
import { signatureCalls } from './signatures/api.ts';
import { signatureDeskRoutes } from './signatures/desk.routes.ts';
import { invitationRoutes } from './signatures/invitations.routes.ts';
import { publicSignatureRoutes } from './signatures/public.routes.ts';
import { removalRoutes } from './signatures/removal.routes.ts';
import { ownRoutes } from './signing/own.routes.ts';
import { signingRoutes } from './signing/routes.ts';
import { siteRoutes } from './site/routes.ts';
import { updateCalls } from './updates/api.ts';
import { updateRoutes } from './updates/routes.ts';
import { unsubscribeRoutes } from './updates/unsubscribing.routes.ts';
import { variantRoutes } from './variants/routes.ts';
import { apiRoutes, type Call } from './web/api.ts';
import { errorPages, notFound } from './web/errors.ts';
import { answer, keepPages } from './web/keep.ts';
import { logRequests, requestLog } from './web/log.ts';
import { useViews } from './web/render.ts';
import { sameOriginOnly, securityHeaders } from './web/security.ts';
import { whipCalls } from './whip/api.ts';
import { whipRoutes } from './whip/routes.ts';
import { standRoutes } from './whip/stand.routes.ts';
import { reportListenersOf } from './worker.ts';

export interface AppOptions {
  /** Templates throw on a field that the page lacks: for tests and development. */
  strictPages?: boolean;
}

/** The whole site as a server listens with it: what comes in a rush is taken in front. */
export function createListener(world: World, { strictPages = false }: AppOptions = {}): RequestListener {
  const pages = keepPages(world.settings);
  const app = createApp(world, { strictPages, pages });
  const next = signaturesFirst(world, { app, trusts: app.get('trust proxy fn') });
  const log = requestLog(world);
  const visits = visitsOf(world.db);
  return (req, res) => {
    visits.count += 1;
    const page = pages.find(req);
    if (!page) return next(req, res);
    log(req, res, performance.now(), () => page.route);
    answer(req, res, page);
  };
}

/** The whole site. Read it as the map of its addresses. */
export function createApp(
  world: World,
  { strictPages = false, pages = keepPages(world.settings) }: AppOptions & { pages?: RequestHandler } = {},
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', world.settings.trustProxy);
  app.set('query parser', 'simple');

  app.get('/healthz', (_req, res) => void res.set('Cache-Control', 'no-store').json({ status: 'alive' }));
  app.get('/readyz', async (_req, res) => {
    const pending = await pendingMigrations(world.db).catch(() => null);
    const status = pending === null ? 'the database does not answer' : pending.length > 0 ? 'not migrated' : 'ready';
    res.status(status === 'ready' ? 200 : 503).set('Cache-Control', 'no-store');
    res.json({ status });
  });

  app.use(logRequests(world));
  app.use(pages);
  app.use(securityHeaders(world.settings));
  useViews(app, strictPages);
  app.use(identify(world));
  app.use(sameOriginOnly);
  app.use(express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 3000 }));
  app.use(siteRoutes(world));
  app.use(publicSignatureRoutes(world));
  app.use(accountRoutes(world));
  app.use(legislatorRoutes(world));
  app.use(deskRoutes(world));
  app.use(teamRoutes(world));
  app.use(siteAdminRoutes(world));
  app.use(mailRoutes(world));
  app.use(campaignRoutes(world));
  app.use(billRoutes(world, lettersWithBills));
  app.use(letterRoutes(world, signersDesk(world)));
  app.use(protectionRoutes(world));
  app.use(whipRoutes(world));
  app.use(gapRoutes(world));
  app.use(standRoutes(world));
  app.use(intakeRoutes(world));
  app.use(signatureDeskRoutes(world));
  app.use(removalRoutes(world));
  app.use(invitationRoutes(world));
  app.use(closingRoutes(world));
  app.use(changeRoutes(world));
  // Before the rest of writing: its '/write/address' is no legislator's key.
  app.use(boardRoutes(world));
  app.use(variantRoutes(world));
  app.use(messageRoutes(world));
  app.use(receiptRoutes(world));
  app.use(deskMessageRoutes(world));
  app.use(signingRoutes(world));
  app.use(ownRoutes(world));
  app.use(affirmationRoutes(world));
  app.use(updateRoutes(world));
  app.use(unsubscribeRoutes(world));
  app.use(officeRoutes(world));
  app.use(officeDeskRoutes(world));
  app.use(documentRoutes(world));
  app.use(meetingRoutes(world));
  app.use(exportRoutes(world));
  app.use(privacyRoutes(world));

  const calls: Call[] = [
    ...legislatorCalls,
    ...campaignCalls,
    ...billCalls,
    ...letterCalls,
    ...protectionCalls,
    ...cosignerCalls,
    ...intakeCalls,
    ...gapCalls,
    ...whipCalls,
    ...closingCalls,
    ...changeCalls,
    ...messageCalls,
    ...mailCalls(reportListenersOf(world)),
    ...signatureCalls,
    ...updateCalls,
    ...officeCalls,
    ...exportCalls,
  ];
  app.use('/api/v1', express.json({ limit: '1mb' }), apiRoutes(world, calls));

  app.use(notFound);
  app.use(errorPages(world));
  return app;
}
