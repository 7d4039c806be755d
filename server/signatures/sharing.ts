import type { Signature } from './store.ts';

/**
 * Whether organizers may read what finds a signer. The consent is the signer's own once they have proved the address,
 * and ends with the signature: before that, somebody else may have typed it.
 */
export const sharesAddress = ({ state, share }: Pick<Signature, 'state' | 'share'>): boolean =>
  share && (state === 'confirmed' || state === 'waiting');

type Asked = Pick<Signature, 'state' | 'share' | 'email' | 'address'>;

/** The addresses of a signer as organizers may read them. */
export const sharedOf = (row: Asked): Pick<Asked, 'email' | 'address'> =>
  sharesAddress(row) ? { email: row.email, address: row.address } : { email: null, address: null };
