/** The front door: news of a letter, by mail to those signers who asked for it. */
export { unsubscribeUrl } from './unsubscribing.ts';
