import { z } from 'zod';
import { type Call, call } from '../web/api.ts';
import { networkOf } from '../web/limits.ts';
import { signRequest } from './forms.ts';
import { sign } from './signing.ts';

export const signatureCalls: Call[] = [
  call({
    method: 'post',
    path: '/letters/{slug}/signatures',
    summary:
      'Signs a letter: a mail asks the signer to confirm, and the signature counts from then on. The answer is the same whether or not the address had signed. Where a challenge is asked for, its solution goes into `challenge`.',
    who: 'all',
    params: z.object({ slug: z.string() }),
    body: signRequest,
    status: 202,
    answer: z.object({ status: z.literal('pending') }),
    handle: async ({ world, params, body, req }) => {
      const { challenge = '', ...form } = body;
      await sign(world, params.slug, form, { network: networkOf(req.ip), challenge, trap: '' });
      return { status: 'pending' as const };
    },
  }),
];
