import { refOf, type TransactionRet, transactionRet } from './ret.js';
import { type Node, textOf } from './xml-node.js';

/** A time entry as QuickBooks has it (TimeTrackingRet). It never has a number: `refNumber` is undefined. */
export type TimeTrackingRet = TransactionRet & {
  entityListId: string | undefined;
  entityFullName: string | undefined;
  customerFullName: string | undefined;
  serviceItemFullName: string | undefined;
  /** As in qbXML, such as `PT1H30M`. */
  duration: string | undefined;
  notes: string | undefined;
  billableStatus: string | undefined;
};

export function timeTrackingRet(node: Node): TimeTrackingRet {
  const entity = refOf(node, 'EntityRef');
  return {
    ...transactionRet(node),
    entityListId: entity.listId,
    entityFullName: entity.fullName,
    customerFullName: refOf(node, 'CustomerRef').fullName,
    serviceItemFullName: refOf(node, 'ItemServiceRef').fullName,
    duration: textOf(node, 'Duration'),
    notes: textOf(node, 'Notes'),
    billableStatus: textOf(node, 'BillableStatus'),
  };
}
