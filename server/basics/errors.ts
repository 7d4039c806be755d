/**
 * Broken promises are errors, and these five are the whole family; expected outcomes are values.
 * `web/errors.ts` turns them into pages and problem+json. Anything else is a fault of ours: 500.
 */

/** What was asked for is not there, or not for this viewer to know of. */
export class NotFound extends Error {
  constructor(what = 'page') {
    super(`This ${what} does not exist.`);
    this.name = 'NotFound';
  }
}

/** Nobody is signed in, and the deed needs somebody. */
export class NotSignedIn extends Error {
  constructor(message = 'Please sign in first.') {
    super(message);
    this.name = 'NotSignedIn';
  }
}

/** Somebody is signed in whose role may not do this. The message says what the role lacks, in plain words. */
export class NotAllowed extends Error {
  constructor(message = 'Your role does not allow this.') {
    super(message);
    this.name = 'NotAllowed';
  }
}

/** The state of things forbids the deed now: a letter has closed meanwhile. `reason` is a stable word for programs. */
export class Refused extends Error {
  readonly reason: string;
  constructor(reason: string, message: string) {
    super(message);
    this.name = 'Refused';
    this.reason = reason;
  }
}

/** Too many tries; `seconds` says when to come back. */
export class TooMany extends Error {
  readonly seconds: number;
  constructor(seconds: number) {
    const wait = seconds < 90 ? `${Math.max(1, Math.round(seconds))} seconds` : `${Math.round(seconds / 60)} minutes`;
    super(`Too many tries. Please wait ${wait} and try again.`);
    this.name = 'TooMany';
    this.seconds = seconds;
  }
}

export interface Problem {
  /** The field, as the form or the JSON body names it: 'deadline', 'addressees.0.name'. */
  path: string;
  message: string;
}

/** Input that cannot be used. Forms are shown again with these; the API answers 400. */
export class Invalid extends Error {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(problems.map((problem) => `${problem.path}: ${problem.message}`).join('; '));
    this.name = 'Invalid';
    this.problems = problems;
  }
}
