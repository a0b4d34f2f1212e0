import { continueAsNew, defineSignal, setHandler } from '@temporalio/workflow';
import { delivery } from './activity-proxies.js';
import { isHistoryFull } from './full-history.js';
import { type DeliveryInput, SIGNAL } from './messages.js';

const changesAppended = defineSignal(SIGNAL.changesAppended);

/** Tells the PSA what it should know, in order, again and again until it accepts: a PSA that is down holds no item up. */
export async function changeDelivery(input: DeliveryInput): Promise<void> {
  let isMore = true;
  setHandler(changesAppended, () => {
    isMore = true;
  });
  while (isMore) {
    isMore = false;
    const delivered = await delivery.deliverChanges(input.connectionId);
    isMore ||= delivered.isMore;
    if (isMore && isHistoryFull()) await continueAsNew<typeof changeDelivery>(input);
  }
}
