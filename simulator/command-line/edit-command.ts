import { parseArgs } from 'node:util';
import type { CompanyFile } from '../company-file/company-file.js';
import { activeIn, chosenBy, dateIn, given, needed, numberIn, setsIn, type Values } from './edit-values.js';
import { UsageError } from './usage-error.js';

type EditCommand = {
  /** The options, as the help shows them. */
  readonly usage: string;
  /** Does it, and says what was done. */
  readonly run: (file: CompanyFile, values: Values) => string;
};

/** What people do in QuickBooks itself, by the word that stands behind `edit`. */
export const editCommands: Readonly<Record<string, EditCommand>> = {
  'pay-invoice': {
    usage: '--number N | --txn-id ID  [--date YYYY-MM-DD] [--amount 12.50]',
    run: (file, values) => {
      const payment = file.payInvoice(
        chosenBy(values),
        given({ date: dateIn(values), amount: numberIn(values, 'amount') }),
      );
      return `paid ${payment.amount} of invoice ${values.number ?? values['txn-id']} on ${payment.txnDate}`;
    },
  },
  receive: {
    usage: '--number N | --txn-id ID  [--item NAME] [--count 1] [--date YYYY-MM-DD]',
    run: (file, values) => {
      const what = given({ item: values.item, count: numberIn(values, 'count'), date: dateIn(values) });
      const receipt = file.receiveByHand(chosenBy(values), what);
      return `received ${receipt.lines.map((line) => `${line.quantity} ${line.name}`).join(', ')} by hand`;
    },
  },
  'close-po': {
    usage: '--number N | --txn-id ID',
    run: (file, values) => `closed purchase order ${file.closePurchaseOrder(chosenBy(values)).refNumber} by hand`,
  },
  delete: {
    usage: '--type Invoice|PurchaseOrder|ItemReceipt|Bill|TimeTracking|ReceivePayment  --number N | --txn-id ID',
    run: (file, values) => {
      const chosen = chosenBy(values);
      const type = file.transactions().find((one) => one.type === values.type)?.type;
      if (!type) throw new Error(`no transaction of the type "${values.type ?? ''}" in this company file`);
      file.deleteTransaction(type, chosen);
      return `deleted ${type} ${values.number ?? values['txn-id']}`;
    },
  },
  'set-customer': {
    usage: '--name NAME  [--email ADDRESS, "" removes it] [--active true|false]',
    run: (file, values) => {
      const isActive = activeIn(values);
      const active = isActive === undefined ? {} : { isActive };
      const customer = file.setCustomer(needed(values, 'name'), { ...given({ email: values.email }), ...active });
      return `customer ${customer.name}: ${customer.isActive ? 'active' : 'inactive'}, e-mail ${customer.email || 'none'}`;
    },
  },
  'add-customer': {
    usage: '--name NAME  [--email ADDRESS] [--parent NAME]',
    run: (file, values) => {
      const seed = { name: needed(values, 'name'), ...given({ email: values.email, parent: values.parent }) };
      return `added customer ${file.addCustomer(seed).name}`;
    },
  },
  'add-vendor': {
    usage: '--name NAME  [--email ADDRESS]',
    run: (file, values) =>
      `added vendor ${file.addVendor({ name: needed(values, 'name'), ...given({ email: values.email }) }).name}`,
  },
  'add-item': {
    usage: '--name NAME  [--type service|nonInventory|inventory|otherCharge] [--price 12.50]',
    run: (file, values) => {
      const types = ['service', 'nonInventory', 'inventory', 'otherCharge'] as const;
      const type = types.find((one) => one === (values.type ?? 'service'));
      if (!type) throw new UsageError(`--type is one of ${types.join(', ')}`);
      return `added item ${file.addItem({ name: needed(values, 'name'), type, ...given({ price: numberIn(values, 'price') }) }).name}`;
    },
  },
  'set-item': {
    usage: '--name NAME  --active true|false',
    run: (file, values) => {
      const isActive = activeIn({ active: needed(values, 'active') });
      const item = file.setElement(needed(values, 'name'), isActive === undefined ? {} : { isActive });
      return `${item.name}: ${item.isActive ? 'active' : 'inactive'}`;
    },
  },
  lock: {
    usage: '--what NAME|TXNID|LIST  [--sets 1]',
    run: (file, values) => {
      const sets = setsIn(values);
      file.lock(needed(values, 'what'), sets);
      return `another user holds ${values.what} for the next ${sets} writing message set(s)`;
    },
  },
  'closing-date': {
    usage: '--date YYYY-MM-DD',
    run: (file, values) => {
      const closingDate = needed({ date: dateIn(values) }, 'date');
      file.setCompany({ closingDate });
      return `the books are closed up to ${closingDate}`;
    },
  },
  'forget-message-sets': {
    usage: '',
    run: (file) => {
      const count = file.messageSets.length;
      file.forgetMessageSets();
      return `forgot ${count} message set(s), as after the restoring of a backup`;
    },
  },
  'lose-message-sets': {
    usage: '[--id ID]',
    run: (file, values) => {
      file.loseMessageSets(values.id);
      return 'stored message sets can no longer be read (9002)';
    },
  },
  'change-file-id': {
    usage: '--owner-id {GUID}  [--file-id {GUID}, without it is removed]',
    run: (file, values) => {
      file.changeFileId(needed(values, 'owner-id'), values['file-id']);
      return `FileID is now ${values['file-id'] ?? 'none'}`;
    },
  },
};

const names = [
  ...new Set(
    Object.values(editCommands).flatMap(({ usage }) =>
      [...usage.matchAll(/--([\w-]+)/g)].map(([, name]) => name ?? ''),
    ),
  ),
];

/** Runs an edit from its words, as `['pay-invoice', '--number', '1001']`. */
export function runEdit(file: CompanyFile, words: readonly string[]): string {
  const [name = '', ...rest] = words;
  const command = Object.hasOwn(editCommands, name) ? editCommands[name] : undefined;
  if (!command) throw new UsageError(`"${name}" is no edit: one of ${Object.keys(editCommands).join(', ')}`);
  const options = Object.fromEntries(names.map((option) => [option, { type: 'string' as const }]));
  try {
    return command.run(file, parseArgs({ args: rest, options }).values as Values);
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`edit ${name} ${command.usage}: ${error.message}`);
    throw error;
  }
}
