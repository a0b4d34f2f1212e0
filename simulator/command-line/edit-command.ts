import { parseArgs } from 'node:util';
import type { CompanyFile } from '../company-file/company-file.js';
import type { Chosen } from '../company-file/edits.js';
import { UsageError } from './usage-error.js';

type Values = Readonly<Record<string, string | undefined>>;
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
      const payment = file.payInvoice(chosenBy(values), given({ date: values.date, amount: values.amount }));
      return `paid ${payment.amount} of invoice ${values.number ?? values['txn-id']} on ${payment.txnDate}`;
    },
  },
  receive: {
    usage: '--number N | --txn-id ID  [--item NAME] [--count 1] [--date YYYY-MM-DD]',
    run: (file, values) => {
      const what = given({ item: values.item, count: values.count, date: values.date });
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
      const active = values.active === undefined ? {} : { isActive: values.active === 'true' };
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
      return `added item ${file.addItem({ name: needed(values, 'name'), type, ...given({ price: values.price }) }).name}`;
    },
  },
  'set-item': {
    usage: '--name NAME  --active true|false',
    run: (file, values) => {
      const item = file.setElement(needed(values, 'name'), { isActive: needed(values, 'active') === 'true' });
      return `${item.name}: ${item.isActive ? 'active' : 'inactive'}`;
    },
  },
  lock: {
    usage: '--what NAME|TXNID|LIST  [--sets 1]',
    run: (file, values) => {
      file.lock(needed(values, 'what'), Number(values.sets ?? 1));
      return `another user holds ${values.what} for the next ${values.sets ?? 1} writing message set(s)`;
    },
  },
  'closing-date': {
    usage: '--date YYYY-MM-DD',
    run: (file, values) => {
      file.setCompany({ closingDate: needed(values, 'date') });
      return `the books are closed up to ${values.date}`;
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
      file.changeFileID(needed(values, 'owner-id'), values['file-id']);
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

function chosenBy(values: Values): Chosen {
  const { number, 'txn-id': txnId } = values;
  if (txnId !== undefined) return { txnId };
  if (number !== undefined) return { number };
  throw new UsageError('which one? Say --number N or --txn-id ID');
}

function needed(values: Values, name: string): string {
  const value = values[name];
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  return value;
}

function given<Shape extends Values>(values: Shape): { readonly [Key in keyof Shape]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    readonly [Key in keyof Shape]?: string;
  };
}
