/** Partner organizations: who stands behind a campaign. They sign nothing by it. */
import { fold, plural, tidy } from '../basics/text.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import * as store from './facts.store.ts';
import { asOrganizer, tooMany } from './noting.ts';

type Partner = store.Partner;
export type PartnerForm = Pick<Partner, 'name' | 'website'>;

const MOST_NAME = 200;
/** A longer line is no name and no address; it is not looked at. */
const MOST_LINE = 800;

/** By name. */
export async function listPartners(db: Db, campaignId: string): Promise<Partner[]> {
  const key = ({ name }: Partner) => fold(name).replace(/^the /, '');
  return (await store.listPartners(db, campaignId)).sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** Adds an organization; once is enough. */
export const addPartner = async (
  tx: Tx,
  world: Pick<World, 'newId'>,
  campaignId: string,
  { name, website = null }: { name: string; website?: string | null },
): Promise<void> => void (await store.addPartners(tx, [{ name, website, id: world.newId(), campaignId }]));

export interface Added {
  added: number;
  /** How many were on the list before. */
  known: number;
}

/** Adds organizations; a name that is there already, however it is written, is left as it is. Throws Refused('too-many'). */
export const addPartners = (world: World, viewer: Viewer | null, slug: string, forms: PartnerForm[]): Promise<Added> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const before = await store.listPartners(tx, campaign.id);
    const names = new Set(before.map(({ name }) => fold(name)));
    const fresh = forms.filter(({ name }) => !names.has(fold(name)) && names.add(fold(name)));
    if (before.length + fresh.length > store.MOST.partners) throw tooMany(plural(store.MOST.partners, 'partner'));
    const rows = fresh.map((form) => ({ ...form, id: world.newId(), campaignId: campaign.id }));
    const added = await store.addPartners(tx, rows);
    if (added.length > 0) await noted('added partners', { title: namesOf(added), count: added.length });
    return { added: added.length, known: forms.length - added.length };
  });

/** Takes organizations off the list and says how many; those that are gone already are no matter. */
export const removePartners = (world: World, viewer: Viewer | null, slug: string, ids: string[]): Promise<number> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const gone = await store.removePartners(tx, campaign.id, ids);
    if (gone.length > 0) await noted('removed partners', { title: namesOf(gone), count: gone.length });
    return gone.length;
  });

const namesOf = (partners: Partner[]): string =>
  partners.length > 3 ? plural(partners.length, 'organization') : partners.map(({ name }) => name).join('; ');

/** A line that ends in a web address: after a blank with its scheme or www, after a comma or a tab in any form. */
const withWebsite =
  /^(.*?)(?:[\s,;|–—-]+(?=(?:https?:\/\/|www\.)\S+$)|\s*[,;|\t]\s*(?=[^\s,;]+\.[a-z]{2,}(?:\/\S*)?$))(\S+)$/i;

/** The organizations that lines name, "River Keepers, https://rk.example", or what is wrong with a line, in words. */
export function readPartners(text: string): { partners: PartnerForm[]; problems: string[] } {
  const partners: PartnerForm[] = [];
  const problems: string[] = [];
  for (const [n, typed] of text.split(/\r\n|\r|\n/).entries()) {
    const line = typed.trim();
    if (line === '') continue;
    const read = line.length > MOST_LINE ? 'is too long for a name and a web address.' : readLine(line);
    if (typeof read === 'string') problems.push(`Line ${n + 1} ${read}`);
    else partners.push(read);
  }
  return { partners, problems };
}

/** The organization that a line names, or what is wrong with the line. */
function readLine(line: string): PartnerForm | string {
  const [, before = line, address = ''] = withWebsite.exec(line) ?? [];
  const name = tidy(before.replace(/[,;|\t]+$/, ''));
  const website = address ? websiteOf(address) : null;
  if (name === '' || /^https?:\/\/\S+$/i.test(name)) return 'has no name.';
  if (name.length > MOST_NAME) return `has a name of more than ${MOST_NAME} characters.`;
  if (/https?:\/\//i.test(name) || (address && website === null))
    return `has “${address || name}”, which is no web address such as https://rivers.example.`;
  return { name, website };
}

function websiteOf(typed: string): string | null {
  const address = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(address) || address.length > 500) return null;
  const { href, hostname, username, password } = new URL(address);
  return hostname.includes('.') && !username && !password ? href : null;
}
