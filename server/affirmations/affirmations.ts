/** The front door: what is asked of signers when their letter has a new text. */
export { isToReaffirm, type Reaffirming, reaffirm, requireReaffirming } from './affirming.ts';
export { askNext, askToReaffirm, reaffirmUrl } from './asking.ts';
export { findProgress, type Progress, recountAffirmations } from './counting.ts';
