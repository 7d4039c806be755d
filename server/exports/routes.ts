import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import type { World } from '../basics/world.ts';
import { askedFrom } from '../gaps/gaps.ts';
import { filterFrom } from '../whip/whip.ts';
import { type Download, formats, openCosignerExport, openMessageExport, openSignatureExport } from './exports.ts';
import { openGapExport, openSupporterExport } from './gaps.ts';

/** The downloads of the desk: the same filters as the screen beside them. */
export function exportRoutes(world: World): Router {
  const routes = Router();
  routes.get('/desk/letters/:slug/gaps.csv', async (req, res) => {
    await sendDownload(res, await openGapExport(world, viewerOf(res), req.params.slug, askedFrom(req.query)));
  });
  routes.get('/desk/campaigns/:slug/supporters.csv', async (req, res) => {
    await sendDownload(res, await openSupporterExport(world, viewerOf(res), req.params.slug));
  });
  for (const format of formats) {
    routes.get(`/desk/letters/:slug/cosigners.${format}`, async (req, res) => {
      const filter = filterFrom(req.query);
      const file = await openCosignerExport(world, viewerOf(res), req.params.slug, 'whip', filter, format);
      await sendDownload(res, file);
    });
    routes.get(`/desk/letters/:slug/signatures.${format}`, async (req, res) => {
      const states = req.query['states'] === 'all' ? 'all' : 'confirmed';
      await sendDownload(res, await openSignatureExport(world, viewerOf(res), req.params.slug, states, format));
    });
    routes.get(`/desk/letters/:slug/messages.${format}`, async (req, res) => {
      await sendDownload(res, await openMessageExport(world, viewerOf(res), req.params.slug, format));
    });
  }
  return routes;
}

/**
 * Sends a file as it is made. A reader who leaves ends it, which is no error; a failure half-way cuts the connection, so
 * that a broken file cannot pass for a whole one.
 */
export async function sendDownload(res: Response, { fileName, contentType, content }: Download): Promise<void> {
  res.set({
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${fileName}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    'Cache-Control': 'no-store',
  });
  try {
    await pipeline(Readable.from(content), res);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
