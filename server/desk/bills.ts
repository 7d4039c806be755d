/** What the desk's pages of a bill say of the letters that name it. */
import type { LettersOf } from '../bills/routes.ts';
import { listOfCampaign } from '../letters/letters.ts';

export const lettersWithBills: LettersOf = async (db, campaignId) =>
  (await listOfCampaign(db, campaignId, { drafts: true })).map(({ title, slug, state, bills }) => ({
    ...{ title, bills },
    settingsUrl: `/desk/letters/${slug}/${state === 'draft' ? 'edit' : 'settings'}`,
  }));
