import { roleIn, type Viewer } from '../basics/viewer.ts';
import type { Letter } from '../letters/letters.ts';

/** The letter's page on the desk; volunteers, who may not open it, go back to where they chose it. */
export const deskLink = (letter: Letter, viewer: Viewer | null) =>
  roleIn(viewer, letter.campaignId) === 'volunteer'
    ? { label: 'Desk', url: '/desk' }
    : { label: letter.title, url: `/desk/letters/${letter.slug}` };

export const whipUrl = (letter: Pick<Letter, 'slug'>): string => `/desk/letters/${letter.slug}/whip`;

export const memberUrl = (letter: Pick<Letter, 'slug'>, key: string): string =>
  `${whipUrl(letter)}/${encodeURIComponent(key)}`;
