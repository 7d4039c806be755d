/** The front door: what other rooms can do with the signer's journey. */
export { type Acted, actSign } from './acting.ts';
export { formPage, signPanel } from './formPage.ts';
