/** The front door: all that other rooms can do with letters. */
export type { Addressee, LetterState, Shown, SignerOrder } from '../db/tables.ts';
export { addressBlock, greetingOf } from './addressees.ts';
export {
  changeLetter,
  closeDue,
  editDraft,
  type LetterChanges,
  moveLetter,
  moveWithin,
  setDearColleague,
  setMessages,
  setQuillRef,
  setReported,
} from './changing.ts';
export { addLetter, copyAsNew, createLetter, deleteDraft, type LetterForm } from './drafting.ts';
export { changeLead } from './leads.ts';
export { excerptOf, parseMarkdown, renderMarkdown } from './markdown.ts';
export {
  fieldsInWords,
  fillTemplate,
  type MergeField,
  type MergeValues,
  mergeProblem,
  type Place,
  placesIn,
  type Template,
  templateOf,
} from './merging.ts';
export { type NewVersion, publishDraft, publishLetter, publishVersion } from './publishing.ts';
export * from './questions.ts';
export { deadlineAt, mergeable } from './shape.ts';
export { movesFrom, stateInWords } from './states.ts';
export type { Letter, LetterVersion } from './store.ts';
export { TOPICS } from './topics.ts';
export { changesUrl, kindInWords, versionLine } from './versions.ts';
export { defaultMessages, type MessageTexts } from './wording.ts';
