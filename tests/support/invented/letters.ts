import type { World } from '../../../server/basics/world.ts';
import { campaigns, letters, letterVersions } from '../../../server/db/tables.ts';

export type CampaignRow = typeof campaigns.$inferSelect;
export type LetterRow = typeof letters.$inferSelect;

let made = 0;

/** A published campaign of an invented sponsor; `with` says what is different. */
export async function aCampaign(world: World, different: Partial<CampaignRow> = {}): Promise<CampaignRow> {
  made += 1;
  const row: CampaignRow = {
    id: `campaign-${made}`,
    slug: `rivers-${made}`,
    title: 'Clean Rivers Now',
    summary: 'A campaign for clean rivers.',
    sponsor: 'Rivers Example Committee',
    sponsorAddress: '1 Example Plaza, Santa Fe, NM 87501',
    sponsorContact: 'hello@rivers.example',
    ask: '',
    privacy: '',
    moderatesNames: false,
    example: false,
    publishedAt: world.now(),
    createdAt: world.now(),
    ...different,
  };
  await world.db.transaction(async (tx) => void (await tx.insert(campaigns).values(row)));
  return row;
}

/** A letter of a campaign (a new one unless given), circulating in both chambers of Congress unless said otherwise. */
export async function aLetter(
  world: World,
  different: Partial<LetterRow> = {},
): Promise<{ campaign: CampaignRow; letter: LetterRow }> {
  const campaign = different.campaignId ? ({ id: different.campaignId } as CampaignRow) : await aCampaign(world);
  made += 1;
  const state = different.state ?? 'circulating';
  const row: LetterRow = {
    id: `letter-${made}`,
    campaignId: campaign.id,
    slug: `clean-rivers-${made}`,
    title: 'A letter on clean rivers',
    text: 'We ask that the rivers be kept clean.',
    addressees: [
      {
        name: 'The Honorable E. Voss',
        title: 'Secretary',
        organization: 'U.S. Department of Water',
        address: '1 Example Plaza NW\nWashington, DC 20500',
        salutation: 'Dear Secretary Voss:',
      },
    ],
    openToBodies: ['us-house', 'us-senate'],
    openToPublic: false,
    leads: [],
    bills: [],
    state,
    deadline: new Date(world.now().getTime() + 14 * 86_400_000),
    timeZone: 'America/New_York',
    order: 'alphabetical',
    showCosigners: 'names',
    showSignatures: 'names',
    version: state === 'draft' ? 0 : 1,
    reportedTotal: null,
    reportedSource: null,
    messageSubject: 'Please sign the letter on clean rivers',
    messageRequest: 'I ask you to sign the letter on clean rivers.',
    messageThanks: 'Thank you for signing the letter on clean rivers.',
    topic: '',
    stance: '',
    dearColleague: '',
    quillRef: '',
    sentDay: null,
    closedAt: null,
    publishedAt: state === 'draft' ? null : world.now(),
    createdAt: world.now(),
    ...different,
  };
  await world.db.transaction(async (tx) => {
    await tx.insert(letters).values(row);
    if (row.version > 0)
      await tx.insert(letterVersions).values({
        letterId: row.id,
        number: row.version,
        text: row.text,
        substantive: true,
        reason: '',
        publishedAt: row.publishedAt ?? world.now(),
      });
  });
  return { campaign, letter: row };
}
