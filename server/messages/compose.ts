export {
  type AboutLetter,
  type Ask,
  addressed,
  composeMessage,
  offerTo,
  phoneScript,
  salutationOf,
  wholeText,
} from '../variants/variants.ts';
