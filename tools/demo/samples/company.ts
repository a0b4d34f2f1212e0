import { type CompanySeed, sampleCompanySeed } from '../../../simulator/simulator.js';

/** A customer whose name XML and QuickBooks both find difficult. */
export const MUELLER = 'Müller & Söhne “Zahnärzte”';

/** As QuickBooks keeps it: its character set has no curly quotes. */
const MUELLER_IN_QUICKBOOKS = 'Müller & Söhne "Zahnärzte"';

/** The simulator's company, and one customer more. */
export function demoCompany(): CompanySeed {
  const seed = sampleCompanySeed();
  return { ...seed, customers: [...(seed.customers ?? []), { name: MUELLER_IN_QUICKBOOKS }] };
}
