import type { ItemKind } from '../../../domain/kinds.js';
import { PAID_ON } from '../acts/second-run.js';
import { ORDINARY_INVOICES } from '../samples/invoices.js';
import { type Expected, each } from '../stage.js';

/** How every item stands at the end. */
export const AT_THE_END: Readonly<Record<ItemKind, Readonly<Record<string, Expected>>>> = {
  invoices: {
    ...each(Object.keys(ORDINARY_INVOICES), 'Transferred'),
    '5201': 'Transferred',
    '5202': 'Transferred',
    '5203': 'Transferred',
    '5204': ['Not Transferred', /voided/],
    '5205': ['Not Transferred', /negative/],
    '5206': 'Transferred',
    '5207': ['Pending/Failed', /clear the error/],
    '5208': 'Transferred',
    '5209': 'Transferred',
    '5210': 'Transferred',
    '5211': 'Transferred',
    '5301': 'Pending',
    '5302': 'Pending',
    '5401': ['Not Transferred', /batch is still processing/],
  },
  'purchase-orders': {
    'PO-701': 'Transferred',
    'PO-702': ['Transferred', /canceled/],
    'PO-703': 'Pending/Failed',
    'PO-704': 'Transferred',
    'PO-705': 'Transferred',
    'PO-706': 'Pending',
    'PO-707': 'Not Transferred',
  },
  timesheets: {
    'T-901': 'Transferred',
    'T-902': ['Not Transferred', /Submitted/],
    'T-903': 'Transferred',
    'T-904': ['Pending/Failed', /Time Travel/],
    'T-905': 'Pending',
  },
  'expense-reports': {
    'ER-801': ['Transferred', /never sent twice/],
    'ER-802': 'Transferred',
    'ER-803': ['Pending/Failed', /Valet Parking/],
    'ER-804': ['Not Transferred', /Submitted/],
    'ER-805': 'Pending',
  },
};

/** The paid dates that the PSA has at the end; 5209 has a namesake, the date of 5210 is the PSA's own. */
export const PAID_AT_THE_END: Readonly<Record<string, string | null>> = {
  '5001': PAID_ON,
  '5002': PAID_ON,
  '5003': null,
  '5209': null,
  '5210': '2026-01-06',
  '5211': PAID_ON,
};
