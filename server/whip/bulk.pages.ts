import { dayIn } from '../basics/time.ts';
import { roleIn, type Viewer } from '../basics/viewer.ts';
import { positions } from '../cosigners/cosigners.ts';
import type { Letter } from '../letters/letters.ts';
import { fieldsFor, line } from '../web/forms.ts';
import { contactWays } from './forms.ts';
import type { Failed } from './list.pages.ts';
import type { WhipRows } from './listing.ts';
import { positionInWords, wayInWords } from './words.ts';

/** Positions that the viewer may record. */
export const offered = (viewer: Viewer | null, letter: Letter) =>
  [...positions, 'none' as const].filter(
    (one) => one !== 'signed' || roleIn(viewer, letter.campaignId) === 'organizer',
  );

/** Whether anything but withdrawals and corrections is still recorded. */
export const takesPositions = (letter: Letter): boolean => letter.state !== 'sent' && letter.state !== 'withdrawn';

export const wayOptions = contactWays.map((value) => ({ value, label: wayInWords[value] }));

/** What can be done for all who are ticked: fields of each deed, and which of them was tried and is shown again. */
export function bulkOf(letter: Letter, viewer: Viewer | null, { team, today }: WhipRows, failed?: Failed) {
  const tried = failed ? line(failed.typed['deed']) || 'position' : '';
  const day = { label: 'Day', kind: 'date' as const, required: true, value: today };
  const of = (deed: string) => (deed === tried ? failed : undefined);
  return {
    tried,
    position: takesPositions(letter)
      ? fieldsFor(
          {
            position: {
              label: 'They are',
              kind: 'select',
              required: true,
              value: 'asked',
              options: offered(viewer, letter).map((value) => ({ value, label: positionInWords[value] })),
            },
            day,
            source: {
              label: 'Source',
              required: true,
              hint: 'Where this is known from, such as “e-mail from the office”.',
            },
          },
          of('position'),
        )
      : null,
    contact: fieldsFor(
      {
        talked: day,
        way: { label: 'How', kind: 'select', required: true, value: 'e-mail', options: wayOptions },
        summary: { label: 'What was said', required: true },
        next: { label: 'What comes next' },
        due: { label: 'By', kind: 'date' },
      },
      of('contact'),
    ),
    assign:
      team.length > 0
        ? fieldsFor(
            {
              account: {
                label: 'Who follows up',
                kind: 'select',
                required: true,
                options: team.map(({ id, name }) => ({ value: id, label: name })),
              },
            },
            of('assign'),
          )
        : null,
  };
}

/** Today in a letter's time zone, as a form's field for a day wants it. */
export const dayField = (letter: Letter, now: Date, day = '') => ({
  label: 'Day',
  kind: 'date' as const,
  required: true,
  value: day || dayIn(now, letter.timeZone),
});
