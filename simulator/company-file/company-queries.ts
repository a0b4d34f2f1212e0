import { type Data, textOf, textsOf } from '../grammar/data.js';
import type { Books } from './books.js';
import { findByName, referenceTo } from './references.js';
import type { Handler } from './request.js';

/** QuickBooks 2023 knows qbXML up to 16.0. */
export const supportedVersions: readonly string[] = [
  ...['1.0', '1.1', '2.0', '2.1', '3.0', '4.0', '4.1', '5.0', '6.0', '7.0', '8.0', '9.0'],
  ...['10.0', '11.0', '12.0', '13.0', '14.0', '15.0', '16.0'],
];

/** HostQuery: which QuickBooks this is. */
export const queryHost: Handler = (_books, request) => ({
  objects: [
    {
      name: 'HostRet',
      data: kept(request.data, {
        ProductName: 'QuickBooks Desktop Pro 2023 (simulator)',
        MajorVersion: '33',
        MinorVersion: '0',
        Country: 'US',
        SupportedQBXMLVersion: supportedVersions,
        IsAutomaticLogin: 'false',
        QBFileMode: 'SingleUser',
      }),
    },
  ],
});

/** CompanyQuery: the company, with the data extensions of the owners that are asked for. */
export const queryCompany: Handler = (books, request) => {
  const { name, fileIds } = books.company;
  const extensions = textsOf(request.data, 'OwnerID').flatMap((OwnerID) => {
    const fileId = fileIds[OwnerID.toLowerCase()];
    return fileId === undefined
      ? []
      : [{ OwnerID, DataExtName: 'FileID', DataExtType: 'STR255TYPE', DataExtValue: fileId }];
  });
  const data = { IsSampleCompany: 'false', CompanyName: name, LegalCompanyName: name, DataExtRet: extensions };
  return { objects: [{ name: 'CompanyRet', data: kept(request.data, data) }] };
};

/** PreferencesQuery. SalesTaxPreferences is there when the company has a sales tax item and both codes. */
export const queryPreferences: Handler = (books, request) => ({
  objects: [
    {
      name: 'PreferencesRet',
      data: kept(request.data, {
        AccountingPreferences: {
          IsUsingAccountNumbers: 'false',
          IsRequiringAccounts: 'true',
          IsUsingClassTracking: 'true',
          IsUsingAuditTrail: 'true',
          IsAssigningJournalEntryNumbers: 'true',
          ClosingDate: books.company.closingDate,
        },
        MultiCurrencyPreferences: { IsMultiCurrencyOn: 'false' },
        PurchasesAndVendorsPreferences: {
          IsUsingInventory: 'true',
          DaysBillsAreDue: '10',
          IsAutomaticallyUsingDiscounts: 'false',
        },
        SalesTaxPreferences: salesTaxPreferences(books),
        TimeTrackingPreferences: { FirstDayOfWeek: 'Monday' },
        CurrentAppAccessRights: { IsAutomaticLoginAllowed: 'true', IsPersonalDataAccessAllowed: 'false' },
        ItemsAndInventoryPreferences: { EnhancedInventoryReceivingEnabled: 'false' },
      }),
    },
  ],
});

function salesTaxPreferences(books: Books): Data | undefined {
  const item = books.listsByType.first('ItemSalesTax');
  const taxable = findByName(books, ['SalesTaxCode'], 'Tax');
  const non = findByName(books, ['SalesTaxCode'], 'Non');
  if (!item || !taxable || !non) return undefined;
  return {
    DefaultItemSalesTaxRef: referenceTo(item),
    PaySalesTax: 'Monthly',
    DefaultTaxableSalesTaxCodeRef: referenceTo(taxable),
    DefaultNonTaxableSalesTaxCodeRef: referenceTo(non),
  };
}

function kept(request: Data, data: Data): Data {
  const names = textsOf(request, 'IncludeRetElement');
  if (names.length === 0) return data;
  return Object.fromEntries(
    Object.entries(data).filter(([name]) => names.includes(name) && (textOf(data, name) ?? data[name])),
  );
}
