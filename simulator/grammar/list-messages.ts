/** Lists: customers, vendors, employees, other names, items, accounts and the small ones. */
export const listMessages = `
  CustomerQueryRq = @listSelection IncludeRetElement*:str(50) OwnerID*:guid
  VendorQueryRq = @listSelection IncludeRetElement*:str(50) OwnerID*:guid
  EmployeeQueryRq = @listSelection IncludeRetElement*:str(50) OwnerID*:guid
  OtherNameQueryRq = @listSelection IncludeRetElement*:str(50) OwnerID*:guid
  ItemQueryRq = @listSelection IncludeRetElement*:str(50) OwnerID*:guid
  ItemServiceQueryRq = @listSelection IncludeRetElement*:str(50) OwnerID*:guid
  ItemNonInventoryQueryRq = @listSelection IncludeRetElement*:str(50) OwnerID*:guid
  ItemInventoryQueryRq = @listSelection IncludeRetElement*:str(50) OwnerID*:guid
  ItemSalesTaxQueryRq = @listSelection IncludeRetElement*:str(50) OwnerID*:guid
  AccountQueryRq = (ListID+:id | FullName+:str | @listFilter AccountType*:enum(
    AccountsPayable|AccountsReceivable|Bank|CostOfGoodsSold|CreditCard|Equity|Expense|FixedAsset|
    Income|LongTermLiability|NonPosting|OtherAsset|OtherCurrentAsset|OtherCurrentLiability|
    OtherExpense|OtherIncome)) IncludeRetElement*:str(50) OwnerID*:guid
  ClassQueryRq = @listSelection IncludeRetElement*:str(50)
  StandardTermsQueryRq = @listSelection IncludeRetElement*:str(50)
  TermsQueryRq = @listSelection IncludeRetElement*:str(50)
  SalesTaxCodeQueryRq = @listSelection IncludeRetElement*:str(50)
  ShipMethodQueryRq = @listSelection IncludeRetElement*:str(50)
  PayrollItemWageQueryRq = @listSelection IncludeRetElement*:str(50)

  CustomerAddRq = CustomerAdd! IncludeRetElement*:str(50)
  CustomerAdd = Name!:str(41) IsActive:bool ClassRef:ref(159) ParentRef:ref CompanyName:str(41) @person JobTitle:str(41)
    BillAddress:address ShipAddress:address @communication TermsRef:ref(31) SalesRepRef:ref(5)
    SalesTaxCodeRef:ref(3) ItemSalesTaxRef:ref(31) ResaleNumber:str(15) AccountNumber:str(99) CreditLimit:amt
    JobStatus:enum(Awarded|Closed|InProgress|None|NotAwarded|Pending) Notes:str(4095)
    PreferredDeliveryMethod:enum(None|Email|Fax) ExternalGUID:guid
  CustomerRet = @listCore Name:str(41) FullName:str(209) IsActive:bool ClassRef:ref(159) ParentRef:ref Sublevel:int
    CompanyName:str(41) @person JobTitle:str(41) BillAddress:address ShipAddress:address @communication TermsRef:ref(31)
    SalesRepRef:ref(5) Balance:amt TotalBalance:amt SalesTaxCodeRef:ref(3) ItemSalesTaxRef:ref(31) ResaleNumber:str(15)
    AccountNumber:str(99) CreditLimit:amt JobStatus:str Notes:str(4095) PreferredDeliveryMethod:str ExternalGUID:guid

  VendorAddRq = VendorAdd! IncludeRetElement*:str(50)
  VendorAdd = Name!:str(41) IsActive:bool ClassRef:ref(159) CompanyName:str(41) @person JobTitle:str(41)
    VendorAddress:address ShipAddress:address @communication NameOnCheck:str(41) AccountNumber:str(99) Notes:str(4095)
    TermsRef:ref(31) CreditLimit:amt VendorTaxIdent:str(15) IsVendorEligibleFor1099:bool ExternalGUID:guid
  VendorRet = @listCore Name:str(41) IsActive:bool ClassRef:ref(159) CompanyName:str(41) @person JobTitle:str(41)
    VendorAddress:address ShipAddress:address @communication NameOnCheck:str(41) AccountNumber:str(99) Notes:str(4095)
    TermsRef:ref(31) CreditLimit:amt VendorTaxIdent:str(15) IsVendorEligibleFor1099:bool Balance:amt ExternalGUID:guid

  EmployeeRet = @listCore Name:str(41) IsActive:bool @person JobTitle:str(41) Phone:str(21) Email:str(1023)
    EmployeePayrollInfo ExternalGUID:guid
  EmployeePayrollInfo = UseTimeDataToCreatePaychecks:enum(NotSet|UseTimeData|DoNotUseTimeData)
  OtherNameRet = @listCore Name:str(41) IsActive:bool CompanyName:str(41) @person

  SalesOrPurchase = Desc:str(4095) (Price!:price | PricePercent!:pct) AccountRef:ref(159)
  SalesAndPurchase = SalesDesc:str(4095) SalesPrice:price IncomeAccountRef:ref(159) PurchaseDesc:str(4095) PurchaseCost:price
    ExpenseAccountRef:ref(159) PrefVendorRef:ref(41)
  BarCode = BarCodeValue:str(50) AssignEvenIfUsed:bool AllowOverride:bool
  prices = (SalesOrPurchase! | SalesAndPurchase!)
  stock = SalesDesc:str(4095) SalesPrice:price IncomeAccountRef:ref(159) PurchaseDesc:str(4095) PurchaseCost:price
    COGSAccountRef:ref(159) PrefVendorRef:ref(41) AssetAccountRef:ref(159) ReorderPoint:qty Max:qty QuantityOnHand:qty

  ItemServiceAddRq = ItemServiceAdd! IncludeRetElement*:str(50)
  ItemServiceAdd = Name!:str(31) BarCode IsActive:bool ClassRef:ref(159) ParentRef:ref UnitOfMeasureSetRef:ref(31)
    SalesTaxCodeRef:ref(3) (SalesOrPurchase! | SalesAndPurchase!)! ExternalGUID:guid
  ItemServiceRet = @listCore Name:str(31) FullName:str(159) IsActive:bool ClassRef:ref(159) ParentRef:ref Sublevel:int
    SalesTaxCodeRef:ref(3) @prices ExternalGUID:guid

  ItemNonInventoryAddRq = ItemNonInventoryAdd! IncludeRetElement*:str(50)
  ItemNonInventoryAdd = Name!:str(31) BarCode IsActive:bool ParentRef:ref ClassRef:ref(159) ManufacturerPartNumber:str(31)
    UnitOfMeasureSetRef:ref(31) SalesTaxCodeRef:ref(3) (SalesOrPurchase! | SalesAndPurchase!)! ExternalGUID:guid
  ItemNonInventoryRet = @listCore Name:str(31) FullName:str(159) IsActive:bool ClassRef:ref(159) ParentRef:ref Sublevel:int
    ManufacturerPartNumber:str(31) SalesTaxCodeRef:ref(3) @prices ExternalGUID:guid

  ItemInventoryAddRq = ItemInventoryAdd! IncludeRetElement*:str(50)
  ItemInventoryAdd = Name!:str(31) BarCode IsActive:bool ClassRef:ref(159) ParentRef:ref ManufacturerPartNumber:str(31)
    UnitOfMeasureSetRef:ref(31) SalesTaxCodeRef:ref(3) @stock TotalValue:amt InventoryDate:date ExternalGUID:guid
  ItemInventoryRet = @listCore Name:str(31) FullName:str(159) IsActive:bool ClassRef:ref(159) ParentRef:ref Sublevel:int
    ManufacturerPartNumber:str(31) SalesTaxCodeRef:ref(3) @stock ExternalGUID:guid

  ItemOtherChargeRet = @listCore Name:str(31) FullName:str(159) IsActive:bool ClassRef:ref(159) ParentRef:ref Sublevel:int
    SalesTaxCodeRef:ref(3) @prices ExternalGUID:guid
  ItemSalesTaxRet = @listCore Name:str(31) IsActive:bool ClassRef:ref(159) ItemDesc:str(4095) TaxRate:pct TaxVendorRef:ref(41)
    ExternalGUID:guid

  AccountRet = @listCore Name:str(31) FullName:str(159) IsActive:bool ParentRef:ref Sublevel:int AccountType:str
    SpecialAccountType:str AccountNumber:str(7) Desc:str(200) Balance:amt
  ClassRet = @listCore Name:str(31) FullName:str(159) IsActive:bool ParentRef:ref Sublevel:int
  StandardTermsRet = @listCore Name:str(31) IsActive:bool StdDueDays:int StdDiscountDays:int DiscountPct:pct
  SalesTaxCodeRet = @listCore Name:str(3) IsActive:bool IsTaxable:bool Desc:str(31)
  ShipMethodRet = @listCore Name:str(15) IsActive:bool
  PayrollItemWageRet = @listCore Name:str(31) IsActive:bool WageType:str ExpenseAccountRef:ref(159)
`;
