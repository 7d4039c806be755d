/**
 * Names that offices send, brought in as a list: whom each row means, or whom it could mean; nothing is recorded until
 * somebody says so, and no row is lost. This is the room's front door.
 */
export { type Brought, bringNames, type Matched, tryNames } from './bringing.ts';
export { type Decision, decideRows } from './deciding.ts';
export { type Imported, importNames, type RowOutcome, tryImport } from './importing.ts';
export { findList, type ListedRow, type ListView, listLists, searchMembers } from './looking.ts';
export { readNames } from './reading.ts';
export { countedIn, recordNames } from './recording.ts';
