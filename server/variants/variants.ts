/** What a campaign offers constituents to say: for every legislator exactly one text, and how it is put together. */
export {
  type AboutLegislator,
  type AboutLetter,
  type Ask,
  aboutLetter,
  addressed,
  type Constituent,
  nobodyYet,
  phoneScript,
  salutationOf,
  wholeText,
} from './composing.ts';
export { addVariant, type VariantForm } from './keeping.ts';
export {
  composeMessage,
  type Message,
  type Offer,
  type Offered,
  offersTo,
  offerTo,
  type Scripted,
  settled,
  textsMark,
} from './offering.ts';
export { QUARTERS, type Quarter, quarterOf, similarity, similarityInWords } from './similarity.ts';
export { askFor, type Own, type Standing, standingsOf } from './standing.ts';
