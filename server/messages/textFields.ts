/** The fields of the page on which one legislator is written to. */
import type { OpenWay } from '../carriers/carriers.ts';
import { PREFIXES } from '../carriers/cwc/cwc.ts';
import type { Ask, Constituent } from '../variants/variants.ts';
import type { FieldSetup } from '../web/forms.ts';
import type { TextForm } from './forms.ts';
import type { Known } from './known.ts';
import { zipSetup } from './pages.ts';

interface Filled {
  ask: Ask;
  /** The best way to the office: what it needs is asked for. */
  first: OpenWay;
  constituent: Constituent;
  subject: string;
  middle: string;
  typed: TextForm | null;
  known: Known | null;
  zip: string;
  /** The state that the legislator represents, by name; '' for none. */
  state: string;
}

export function textSetups({ ask, first, constituent, subject, middle, typed, known, zip, state }: Filled) {
  const { needs } = first;
  const words = constituent.name.split(' ').filter(Boolean);
  const kept = (field: 'prefix' | 'street' | 'city' | 'phone' | 'address') => typed?.[field] ?? '';
  const ticked = (value: boolean) => (value ? 'yes' : '');
  const fields: Record<string, FieldSetup> = {
    own: {
      label: 'Your own words',
      kind: 'textarea',
      value: constituent.own,
      rows: 5,
      hint: 'They come first. Why does it matter to you, where you live? Offices tell a person from a form letter by this.',
    },
    subject: { label: 'Subject', value: subject, required: true },
    text: {
      label: ask === 'thanks' ? 'The thanks' : 'The request',
      kind: 'textarea',
      value: middle,
      rows: 9,
      required: true,
      hint: 'Yours to change.',
    },
    name: { label: 'Your name', value: constituent.name, autocomplete: 'name', required: needs.includes('name') },
    email: {
      label: 'Your e-mail address',
      kind: 'email',
      value: typed?.email || known?.email || '',
      autocomplete: 'email',
      required: true,
      hint: known
        ? 'The office answers to it. With the address that you confirmed, nothing more is asked.'
        : 'The office answers to it. You get a mail first, to confirm that it is yours.',
    },
    zip: zipSetup(zip),
    quote: {
      label: 'The campaign may show my own words, without my name, to the office at a meeting',
      kind: 'checkbox',
      value: ticked(typed?.quote ?? false),
    },
    prefix: {
      label: 'How the office should address you',
      kind: 'select',
      value: kept('prefix'),
      options: [{ value: '', label: 'Choose' }, ...PREFIXES.map((prefix) => ({ value: prefix, label: prefix }))],
      required: true,
      hint: 'The Senate’s service takes only these.',
    },
    first: {
      label: 'First name',
      value: typed?.first || words.slice(0, -1).join(' '),
      autocomplete: 'given-name',
      required: true,
    },
    last: {
      label: 'Last name',
      value: typed?.last || (words.at(-1) ?? ''),
      autocomplete: 'family-name',
      required: true,
    },
    street: {
      label: 'Street address',
      value: kept('street'),
      autocomplete: 'address-line1',
      required: true,
      hint: 'Offices of Congress answer their own constituents alone, and tell them by this.',
    },
    city: {
      label: 'City',
      value: kept('city'),
      autocomplete: 'address-level2',
      required: true,
      hint: state ? `In ${state}, which this office represents.` : '',
    },
    phone: { label: 'Phone', kind: 'tel', value: kept('phone'), autocomplete: 'tel-national' },
    answer: {
      label: 'I would like an answer from the office',
      kind: 'checkbox',
      value: ticked(typed?.answer ?? true),
    },
    address: {
      label: 'Your postal address',
      kind: 'textarea',
      value: kept('address'),
      rows: 3,
      hint: 'For the head of the letter: the office answers there. It is put on the letter and not kept.',
    },
  };
  return fields;
}
