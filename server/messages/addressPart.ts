/** The part of the board that asks for a street address, and says what came of one. */
import type { Problem } from '../basics/errors.ts';
import { isMilitaryZip } from '../districts/districts.ts';
import type { Letter } from '../letters/letters.ts';
import { fieldsFor, type Typed } from '../web/forms.ts';
import type { Board } from './board.ts';
import type { ByAddress } from './byAddress.ts';
import { boardUrl, placeInputs } from './pages.ts';
import { type Asked, districtInWords, nowhere } from './where.ts';

/** What came of an address that did not lead to one place; 'invalid' where the form was not filled in. */
export type Came = { typed: Typed } & (
  | Exclude<ByAddress, { outcome: 'one' }>
  | { outcome: 'invalid'; problems: Problem[] }
);

/** Every outcome leads on: to another try, and to the choice below. */
const words: Record<Exclude<Came['outcome'], 'invalid' | 'unclear' | 'several'>, string> = {
  none: 'The Census Bureau does not know this address. It knows no post office boxes, and new streets not yet. Look at it once more',
  unavailable: 'The Census Bureau’s service gave no answer. Try again in a minute',
  'wrong-vintage':
    'The Census Bureau’s service answers with the districts of another Congress at the moment, so its answer cannot be used',
  'too-many': 'Many addresses were looked up from where you are. Try again in an hour',
};

const unclear: Problem = {
  path: 'street',
  message: 'This is not understood as a street address: it needs a house number and a street, such as 12 Elm St.',
};

/** Null where an address would tell nothing new. */
export function addressPart({
  letter,
  asked,
  board,
  came,
}: {
  letter: Letter;
  asked: Asked;
  board: Board;
  came: Came | null;
}) {
  const { where, choices, bodies } = board;
  const lost = where.kind === 'unknown' && where.state === null;
  const placeless = where.kind === 'nothing' || where.kind === 'malformed';
  const asksDistrict = choices.length > 0 || lost || placeless;
  const chambers = bodies.filter(({ byAddress }) => byAddress).map(({ name }) => name);
  if (!asksDistrict && chambers.length === 0 && came === null) return null;

  const problems = came?.outcome === 'invalid' ? came.problems : came?.outcome === 'unclear' ? [unclear] : [];
  const zip = where.zip !== null && !isMilitaryZip(where.zip) ? where.zip : '';
  const otherwise =
    choices.length > 0 ? ', or choose your district below.' : lost ? ', or choose your state below.' : '.';
  return {
    asksDistrict,
    heading: asksDistrict
      ? `Which district ${where.state ? `of ${where.state.name} ` : ''}do you vote in?`
      : `Who represents you in the ${chambers.join(' and the ')}?`,
    why:
      where.kind === 'several'
        ? 'ZIP codes are routes of the post office, and yours crosses a line.'
        : choices.length > 0 && where.zip
          ? 'The district cannot be told from this ZIP code alone.'
          : '',
    problems,
    words: came && came.outcome in words ? words[came.outcome as keyof typeof words] + otherwise : '',
    candidates:
      came?.outcome === 'several'
        ? came.choices.map(({ address, zip: home, found, place }) => ({
            address,
            district: districtInWords(place),
            url: boardUrl(letter, { ...nowhere, my: asked.my, zip: home, found }),
          }))
        : [],
    action: `/letters/${letter.slug}/write/address`,
    // What the visitor has chosen before stays with them if the address leads nowhere; the ZIP code is a field.
    carried: placeInputs({ ...asked, found: '' }, { zip: false }),
    fields: fieldsFor(
      {
        street: {
          label: 'House number and street',
          required: true,
          autocomplete: 'address-line1',
          hint: 'Such as 12 Elm St.',
        },
        city: { label: 'City or town', autocomplete: 'address-level2' },
        zip: { label: 'ZIP code', value: zip, required: true, autocomplete: 'postal-code', inputmode: 'numeric' },
      },
      came ? { problems, typed: came.typed } : undefined,
    ),
  };
}
