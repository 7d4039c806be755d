/** The settings of finding districts by street address: `config.ts` reads them with all others. */
import { z } from 'zod';

export const geocoderShape = {
  GEOCODER_URL: z
    .url({
      protocol: /^https?$/,
      error: 'an address such as https://geocoding.geo.census.gov/geocoder',
      abort: true,
    })
    .refine((text) => {
      const { search, hash, username } = new URL(text);
      return !search && !hash && !username;
    }, 'an address without a question mark, such as https://geocoding.geo.census.gov/geocoder')
    .default('https://geocoding.geo.census.gov/geocoder'),
  CENSUS_VINTAGE: z
    .string()
    .regex(/^\w{1,60}$/, 'the name of a vintage, such as ACS2025_Current')
    .optional(),
};
