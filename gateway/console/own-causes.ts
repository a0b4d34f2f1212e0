import { FAILURE } from '../../domain/failure-codes.js';
import type { Cause } from './catalogue.js';

const REFUSED = 'Refused by this product';
const CONNECTION = 'Connection and session';
const STAYS = 'Nothing is sent; the item stays as it is.';

const refused = (code: string, title: string, todo: string, next = STAYS): Cause => ({
  code,
  group: REFUSED,
  title,
  todo,
  next,
});
const connection = (code: string, title: string, todo: string, next: string): Cause => ({
  code,
  group: CONNECTION,
  title,
  todo,
  next,
});

/** What this product itself refuses or reports. */
export const OWN_CAUSES: readonly Cause[] = [
  refused(
    FAILURE.unsendable,
    'A value of the item cannot be put into a request to QuickBooks.',
    'The message names the field, what was found and what QuickBooks allows. Correct it in the PSA.',
    'It is tried again in every session until it is corrected or set Not Ready.',
  ),
  refused(
    FAILURE.outcomeUnknown,
    'Nobody can tell whether QuickBooks has the record: its answer was lost and asking for it did not settle it.',
    'Look in QuickBooks for the record by customer or vendor, date and number, then say on the page of the item what you found.',
    'It is set aside, so that no duplicate is made; everything else goes on.',
  ),
  refused(
    FAILURE.deleteByHand,
    'The purchase order is canceled, but QuickBooks has it under a TxnID that nobody knows: only people can delete it.',
    'Look for it in QuickBooks by vendor, date and number, delete it there, then say on the page of the item that QuickBooks no longer has it.',
    'It is held, and the PSA is not told that it is deleted, until somebody says so.',
  ),
  refused(
    FAILURE.internal,
    'This product made a mistake of its own with this item; the others go on.',
    'The message says what happened: report it with the number of the item. A corrected snapshot from the PSA may help meanwhile.',
    'It is tried again in every session until it is set Not Ready.',
  ),
  refused(
    FAILURE.partlyTransferred,
    'Only a part of the item is in QuickBooks, and it left the queue.',
    'Set it Ready to send the rest; what QuickBooks has is not sent again.',
    'It is held until somebody sets it Ready.',
  ),
  refused('voided', 'The invoice is voided.', 'Voided invoices are not transferred. Nothing is to be done.'),
  refused('negative-total', 'The total of the invoice is negative.', 'Enter a credit memo in QuickBooks by hand.'),
  refused(
    'earlier-error',
    'The invoice has caused a transfer error and was held after it.',
    'Clear the error with a reason, or send a corrected invoice from the PSA; then set it Ready.',
  ),
  refused(
    'batch-processing',
    'The batch of the invoice is still processing.',
    'Wait until the PSA has finished the batch.',
    'With "mark as ready to transfer" its invoices become Ready by themselves when it has finished.',
  ),
  refused('timesheet-not-approved', 'The timesheet is not approved.', 'Approve it in the PSA.'),
  refused('expenses-not-approved', 'The expense report is not approved for payment.', 'Approve it in the PSA.'),
  refused(
    'transferred-before',
    'The expense report has been transferred before; it is never sent twice.',
    'Correct the bill in QuickBooks by hand.',
  ),
  refused(
    'duplicate-warning',
    'The item is Transferred already: to transfer it again makes a duplicate record in QuickBooks.',
    'Confirm it only when you have deleted the former record in QuickBooks, or want both.',
  ),
  refused(
    'canceled',
    'The purchase order is canceled.',
    'Canceled orders are not sent; one that QuickBooks has is deleted there.',
  ),
  refused(
    'left-behind',
    'The purchase order is in a company file that the connection has left.',
    'Do there by hand what is outstanding. To have it in the present file too, clear its External P.O. # in the PSA and set it Ready.',
  ),
  refused('empty-timesheet', 'The timesheet has no time entries.', 'Add time entries in the PSA.'),
  refused(
    'same-product-twice',
    'The purchase order has the same product more than once.',
    'Put the lines together in the PSA: QuickBooks may refuse the order and end its purchase orders for this run.',
    'It is sent nevertheless; this is a warning.',
  ),
  connection(
    'wrong-company-file',
    'Another company file than the one of the connection is open in QuickBooks.',
    'Open the right company file. To go on in the other one for good, an admin moves the connection to it: page of the connection, "Move to another company file".',
    'Nothing is written to the wrong file; the next session looks again.',
  ),
  connection(
    'wrong-password',
    'The Web Connector called with a wrong user name or password.',
    'Enter the password of the connection in the Web Connector; an admin can set a new one on the page of the connection.',
    'Nothing is sent until the password is right.',
  ),
  connection(
    'paused',
    'The connection is paused.',
    'An admin ends the pause on the page of the connection.',
    'The Web Connector is told "busy"; what is ready waits.',
  ),
  connection(
    'outside-window',
    'It is outside of the hours in which sessions of the connection may begin.',
    'Wait, or let an admin change the sync window in the settings of the connection.',
    'The Web Connector is told "busy"; what is ready waits until the window opens.',
  ),
  connection(
    'not-called',
    'The Web Connector has not called for longer than it should.',
    'See whether the computer is on, a user is signed in to Windows, QuickBooks and the Web Connector run, and Auto-Run is ticked.',
    'What is ready waits; nothing is lost.',
  ),
  connection(
    'session-lost',
    'The Web Connector began a session and stopped calling.',
    'See on its computer whether it or QuickBooks was closed or waits for an answer to a dialog.',
    'The next session first finds out what became of what was sent, then goes on.',
  ),
];
