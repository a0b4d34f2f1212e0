/** The lists that a new company file begins with. Names are full names; `parent:child` needs its parent before it. */
export type CompanySeed = {
  readonly name?: string;
  /** The path that the Web Connector reports, as on a Windows machine. */
  readonly path?: string;
  readonly closingDate?: string;
  readonly customers?: readonly CustomerSeed[];
  readonly vendors?: readonly NameSeed[];
  readonly employees?: readonly (NameSeed & { readonly useTimeData?: boolean })[];
  readonly otherNames?: readonly NameSeed[];
  readonly accounts?: readonly { readonly name: string; readonly type: string; readonly isActive?: boolean }[];
  readonly items?: readonly ItemSeed[];
  readonly terms?: readonly { readonly name: string; readonly days: number }[];
  readonly salesTaxCodes?: readonly { readonly name: string; readonly isTaxable: boolean }[];
  readonly classes?: readonly string[];
  readonly shipMethods?: readonly string[];
  readonly payrollItems?: readonly string[];
};

export type NameSeed = {
  readonly name: string;
  readonly isActive?: boolean;
  readonly email?: string;
  readonly terms?: string;
};
export type CustomerSeed = NameSeed & { readonly parent?: string };

/** Items: `inventory` and `nonInventory` are products. A sales tax item has a rate in per cent. */
export type ItemSeed = {
  readonly name: string;
  readonly type: 'service' | 'nonInventory' | 'inventory' | 'otherCharge' | 'salesTax';
  readonly isActive?: boolean;
  readonly price?: string;
  readonly taxRate?: string;
};

/** A managed-services company with something of every list. */
export function sampleCompanySeed(): CompanySeed {
  return {
    name: 'Sample Managed Services',
    closingDate: '2019-12-31',
    customers: [
      { name: 'Northwind Clinic', email: 'accounts@northwind.example', terms: 'Net 30' },
      { name: 'Cedar Dental', email: 'office@cedar.example', terms: 'Net 15' },
      { name: 'Harbor Law', email: 'billing@harbor.example' },
      { name: 'Willow School' },
      { name: 'Old Mill Bakery', isActive: false, email: 'mill@bakery.example' },
    ],
    vendors: [
      { name: 'Acme Distribution', terms: 'Net 30' },
      { name: 'Blue Ridge Supply' },
      { name: 'v-Doe, Jane' },
      { name: 'v-Ito, Ken' },
    ],
    employees: [{ name: 'Jane Doe', useTimeData: true }, { name: 'Ken Ito' }],
    otherNames: [{ name: 'Petty Cash Box' }],
    accounts: [
      { name: 'Accounts Receivable', type: 'AccountsReceivable' },
      { name: 'Accounts Payable', type: 'AccountsPayable' },
      { name: 'Checking', type: 'Bank' },
      { name: 'Service Income', type: 'Income' },
      { name: 'Product Sales', type: 'Income' },
      { name: 'Cost of Goods Sold', type: 'CostOfGoodsSold' },
      { name: 'Inventory Asset', type: 'OtherCurrentAsset' },
      { name: 'Employee Advances', type: 'OtherCurrentAsset' },
      { name: 'Travel', type: 'Expense' },
      { name: 'Meals', type: 'Expense' },
      { name: 'Office Supplies', type: 'Expense' },
    ],
    items: [
      { name: 'Remote Support', type: 'service', price: '125.00' },
      { name: 'Onsite Support', type: 'service', price: '150.00' },
      { name: 'Managed Services', type: 'service', price: '1500.00' },
      { name: 'FW-60F', type: 'inventory', price: '600.00' },
      { name: 'Switch 24', type: 'inventory', price: '320.00' },
      { name: 'Patch cable', type: 'nonInventory', price: '9.99' },
      { name: 'Travel charge', type: 'otherCharge', price: '50.00' },
      { name: 'County Tax', type: 'salesTax', taxRate: '8.0' },
    ],
    terms: [
      { name: 'Due on receipt', days: 0 },
      { name: 'Net 15', days: 15 },
      { name: 'Net 30', days: 30 },
    ],
    salesTaxCodes: [
      { name: 'Tax', isTaxable: true },
      { name: 'Non', isTaxable: false },
    ],
    classes: ['Managed Services', 'Projects'],
    shipMethods: ['UPS Ground', 'FedEx'],
    payrollItems: ['Hourly Rate'],
  };
}
