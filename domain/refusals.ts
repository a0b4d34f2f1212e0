/**
 * Why an item may not be set Ready or be sent: the sentences that people read, each under the code of its page in the
 * console's catalogue of causes. `…` stands for what was found.
 */
const SENTENCES = {
  voided: 'The invoice is voided.',
  'negative-total': 'The invoice total is negative (…); QuickBooks takes no negative invoices.',
  'timesheet-not-approved': 'The timesheet is "…"; only "Approved" may be transferred.',
  'empty-timesheet': 'The timesheet has no time entries.',
  'expenses-not-approved': 'The expense report is "…"; only "Approved for Payment" may be transferred.',
  canceled: 'The purchase order is canceled.',
  'batch-processing': 'Its batch is still processing; it can be set ready when the batch has finished.',
  'transferred-before': 'The expense report has been transferred before; it is never sent twice.',
  'left-behind':
    'The purchase order is in a company file that this connection has left: do there by hand what is outstanding. To have it in the present file too, clear its External P.O. # in the PSA and set it ready.',
  'earlier-error':
    'The invoice has caused a transfer error: clear the error, or send a corrected invoice from the PSA.',
  'duplicate-warning':
    'The … is transferred already; to transfer it again makes a duplicate in QuickBooks (retransfer: true).',
} as const;

export type RefusalCode = keyof typeof SENTENCES;
export const REFUSAL_CODES = Object.keys(SENTENCES) as RefusalCode[];

/** The sentence of a refusal. */
export const refuse = (code: RefusalCode, found = ''): string => SENTENCES[code].replace('…', () => found);

/** The code of the refusal with which a text begins; undefined when it begins with none. */
export function refusalIn(text: string): RefusalCode | undefined {
  return REFUSAL_CODES.find((code) => {
    const [before = '', after = ''] = SENTENCES[code].split('…');
    return text.startsWith(before) && text.includes(after, before.length);
  });
}
