import { z } from 'zod';
import { positionFilter, whipQuery } from '../cosigners/api.ts';
import { type Call, call } from '../web/api.ts';
import { formats, openCosignerExport, openMessageExport, openSignatureExport } from './exports.ts';
import { sendDownload } from './routes.ts';

const oneLetter = z.object({ slug: z.string().max(100) });
const types = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
};

export const exportCalls: Call[] = formats.flatMap((format) => [
  call({
    method: 'get',
    path: `/letters/{slug}/cosigners.${format}`,
    summary: `Who signed, in letter order, as ${format.toUpperCase()}; with a role and \`position\`, the whip list`,
    who: 'all',
    params: oneLetter,
    query: z.object({
      ...whipQuery,
      position: positionFilter('any').default('signed').meta({
        description: 'Anything but "signed" needs a role in the campaign; "any" is the whole whip list',
      }),
    }),
    sends: types[format],
    async handle({ world, viewer, params, query: { position, ...filter }, res }) {
      const [list, at] = position === 'signed' ? (['signed', undefined] as const) : (['whip', position] as const);
      const wanted = { ...filter, position: at === 'any' ? undefined : at };
      await sendDownload(res, await openCosignerExport(world, viewer, params.slug, list, wanted, format));
      return undefined;
    },
  }),
  call({
    method: 'get',
    path: `/letters/{slug}/signatures.${format}`,
    summary: `The letter’s signatures as ${format.toUpperCase()}; for organizers with the addresses of who shares them`,
    who: 'staffer',
    params: oneLetter,
    query: z.object({
      states: z.enum(['confirmed', 'all'], 'Either "confirmed" or "all".').default('confirmed').meta({
        description: 'With "all" those that do not count too; the column `status` tells them apart',
      }),
    }),
    sends: types[format],
    async handle({ world, viewer, params, query, res }) {
      await sendDownload(res, await openSignatureExport(world, viewer, params.slug, query.states, format));
      return undefined;
    },
  }),
  call({
    method: 'get',
    path: `/letters/{slug}/messages.${format}`,
    summary: `The letter’s messages as ${format.toUpperCase()}: who wrote to whom, without addresses and texts`,
    who: 'staffer',
    params: oneLetter,
    sends: types[format],
    async handle({ world, viewer, params, res }) {
      await sendDownload(res, await openMessageExport(world, viewer, params.slug, format));
      return undefined;
    },
  }),
]);
