import { grouped, plural } from '../basics/text.ts';
import { dayInWords, momentInShort } from '../basics/time.ts';
import { mayAs, type Viewer } from '../basics/viewer.ts';
import { type Campaign, mayCreateCampaign } from '../campaigns/campaigns.ts';
import type { RosterStatus } from '../legislators/legislators.ts';
import { type Letter, stateInWords } from '../letters/letters.ts';
import type { Page } from '../web/render.ts';
import type { Due } from '../whip/whip.ts';

export interface DeskCampaign {
  campaign: Campaign;
  letters: { letter: Letter; signed: number; signatures: number; waits: { words: string; url: string }[] }[];
}

/** More waiting seats than this are told by their number: at a turnover of Congress there are hundreds. */
const MOST_WAITING = 12;

const notes: Record<string, string> = {
  welcome: 'Your account is ready.',
  joined: 'Welcome to the team.',
  'example-loaded': 'The example is loaded. Its first letter is open: look at its public page as a visitor does.',
  'example-removed': 'The example is gone.',
  done: 'Done. The log keeps it.',
};

/** Where an organizer's work begins: campaigns with their letters and the next step of each, and the state of the rosters. */
export function deskPage(
  viewer: Viewer,
  campaigns: DeskCampaign[],
  roster: RosterStatus,
  { due, today, exampleLoaded, note }: { due: Due[]; today: string; exampleLoaded: boolean; note: string },
): Page {
  return {
    view: 'desk/home',
    title: 'Desk',
    width: 'wide',
    note: notes[note] ?? null,
    ...{
      admin: viewer.admin,
      mayCreate: mayCreateCampaign(viewer),
      mayLoadExample: viewer.admin && !exampleLoaded,
      mayRemoveExample: viewer.admin && exampleLoaded,
      due: dueOf(campaigns, due, today),
      campaigns: campaigns.map((one) => campaignOf(viewer, one)),
      roster: rosterWords(roster),
    },
  };
}

/** More follow-ups than this are told of on the letters' own pages. */
const MOST_DUE = 10;

/** What is to be done today; null while no letter is worked on. */
function dueOf(campaigns: DeskCampaign[], due: Due[], today: string) {
  if (campaigns.every(({ letters }) => letters.length === 0)) return null;
  const more = due.length - MOST_DUE;
  return {
    items: due.slice(0, MOST_DUE).map(({ contact, letter, legislator }) => {
      const url = `${whipOf(letter)}/${encodeURIComponent(legislator.key)}`;
      return {
        ...{ id: contact.id, url, next: contact.next, doneUrl: `${url}/done` },
        who: legislator.full,
        letter: letter.title,
        late: (contact.due ?? '') < today,
        day: dayInWords(contact.due ?? today),
      };
    }),
    more: more > 0 ? `${plural(more, 'follow-up')} more: see each letter’s own list.` : '',
  };
}

function campaignOf(viewer: Viewer, { campaign, letters }: DeskCampaign) {
  const organizer = mayAs(viewer, campaign.id, 'organizer');
  // Volunteers work on the whip list alone, of drafts too.
  const volunteer = !mayAs(viewer, campaign.id, 'staffer');
  const url = `/desk/campaigns/${campaign.slug}`;
  return {
    id: `campaign-${campaign.slug}`,
    title: campaign.title,
    url,
    about: `${campaign.example ? 'Example' : campaign.publishedAt ? 'Public' : 'Not public yet'} · run by ${campaign.sponsor || 'nobody named yet'}`,
    newLetterUrl: organizer ? `${url}/letters/new` : null,
    letters: letters.map(({ letter, signed, signatures, waits }) => ({
      title: letter.title,
      url: volunteer ? whipOf(letter) : `/desk/letters/${letter.slug}`,
      state: letter.state,
      stateWords: stateInWords[letter.state],
      signed: grouped(signed),
      signatures: letter.openToPublic || signatures > 0 ? grouped(signatures) : '–',
      next: volunteer ? whipStep(letter) : nextStep(letter, organizer),
      waits,
    })),
  };
}

const whipOf = (letter: Letter) => `/desk/letters/${letter.slug}/whip`;
const whipStep = (letter: Letter) => ({ label: 'Where legislators stand', url: whipOf(letter) });

/** The one thing that most likely comes next. */
function nextStep(letter: Letter, organizer: boolean): { label: string; url: string } {
  const desk = `/desk/letters/${letter.slug}`;
  if (letter.state === 'draft' && organizer) return { label: 'Finish and publish', url: desk };
  if (letter.state === 'circulating') return whipStep(letter);
  if (letter.state === 'closed' && organizer) return { label: 'Send it', url: desk };
  return { label: 'Look at it', url: letter.publishedAt ? `/letters/${letter.slug}` : desk };
}

function rosterWords({ bodies, loads }: RosterStatus) {
  const newest = loads[0];
  const waiting = bodies.flatMap((body) => body.waiting.map((seat) => ({ ...seat, body: body.name })));
  const vacant = bodies.flatMap((body) =>
    body.vacant.map((seat) => `${[seat.state, seat.district].filter(Boolean).join('-')} (${body.name})`),
  );
  return {
    loaded: [
      bodies.map((body) => `${body.name}: ${grouped(body.serving)} of ${plural(body.places, 'seat')}`).join('. '),
      newest ? `. Last roster: ${momentInShort(newest.at, 'UTC')}.` : 'No roster is loaded yet.',
    ].join(''),
    waitingWords: `${plural(waiting.length, 'seat waits', 'seats wait')} for a roster update: the listed end of the term has passed, and until a newer roster says otherwise the member is shown as serving. “npx undersigned roster update” fetches the newest.`,
    waiting: waiting.slice(0, MOST_WAITING).map((seat) => ({
      name: `${seat.full}, ${seat.seat}`,
      url: `/legislators/${seat.key}`,
      words: `term listed to end ${dayInWords(seat.termEnd ?? '')}`,
    })),
    vacancies:
      vacant.length > 0
        ? `${plural(vacant.length, 'seat is', 'seats are')} vacant: ${vacant.slice(0, 20).join(', ')}.`
        : '',
  };
}
