/** HostQuery, CompanyQuery, PreferencesQuery: what QBWC itself asks at the start of a session. */
export const companyMessages = `
  HostQueryRq = IncludeListMetaData IncludeRetElement*:str(50)
  IncludeListMetaData = IncludeMaxCapacity:bool
  HostRet = ProductName:str(255) MajorVersion:str(5) MinorVersion:str(5) Country:str(2) SupportedQBXMLVersion*:str(10)
    IsAutomaticLogin:bool QBFileMode:enum(MultiUser|SingleUser)

  CompanyQueryRq = IncludeRetElement*:str(50) OwnerID*:guid
  CompanyRet = IsSampleCompany:bool CompanyName:str(59) LegalCompanyName:str(59) Address:address Phone:str(51) Email:str(1023)
    DataExtRet*

  PreferencesQueryRq = IncludeRetElement*:str(50)
  PreferencesRet = AccountingPreferences MultiCurrencyPreferences PurchasesAndVendorsPreferences SalesTaxPreferences
    TimeTrackingPreferences CurrentAppAccessRights ItemsAndInventoryPreferences
  AccountingPreferences = IsUsingAccountNumbers!:bool IsRequiringAccounts!:bool IsUsingClassTracking!:bool
    IsUsingAuditTrail!:bool IsAssigningJournalEntryNumbers!:bool ClosingDate:date
  MultiCurrencyPreferences = IsMultiCurrencyOn:bool
  PurchasesAndVendorsPreferences = IsUsingInventory!:bool DaysBillsAreDue!:int IsAutomaticallyUsingDiscounts!:bool
  SalesTaxPreferences = DefaultItemSalesTaxRef!:ref(31) PaySalesTax!:str DefaultTaxableSalesTaxCodeRef!:ref(3)
    DefaultNonTaxableSalesTaxCodeRef!:ref(3)
  TimeTrackingPreferences = FirstDayOfWeek!:str
  CurrentAppAccessRights = IsAutomaticLoginAllowed!:bool IsPersonalDataAccessAllowed!:bool
  ItemsAndInventoryPreferences = EnhancedInventoryReceivingEnabled:bool
`;
