/** Time tracking, deletion, and the query over all transactions. */
export const otherMessages = `
  TimeTrackingAddRq = TimeTrackingAdd! IncludeRetElement*:str(50)
  TimeTrackingAdd = TxnDate:date EntityRef!:ref(209) CustomerRef:ref(209) ItemServiceRef:ref(159) Duration!:interval
    ClassRef:ref(159) PayrollItemWageRef:ref(31) Notes:str(4095) BillableStatus:enum(Billable|NotBillable|HasBeenBilled)
    ExternalGUID:guid
  TimeTrackingRet = @txnCore TxnDate:date EntityRef:ref(209) CustomerRef:ref(209) ItemServiceRef:ref(159) Duration:interval
    ClassRef:ref(159) PayrollItemWageRef:ref(31) Notes:str(4095) BillableStatus:str ExternalGUID:guid
  TimeTrackingQueryRq = (TxnID+:id | MaxReturned:int (ModifiedDateRangeFilter! | TxnDateRangeFilter!) TimeTrackingEntityFilter)
    IncludeRetElement*:str(50)

  TxnDelRq = TxnDelType!:enum(
    ARRefundCreditCard|Bill|BillPaymentCheck|BillPaymentCreditCard|BuildAssembly|Charge|Check|
    CreditCardCharge|CreditCardCredit|CreditMemo|Deposit|Estimate|InventoryAdjustment|Invoice|
    ItemReceipt|JournalEntry|PayrollLiabilityAdjustment|PayrollPriorPayment|
    PayrollYearToDateAdjustment|PurchaseOrder|ReceivePayment|SalesOrder|SalesReceipt|
    SalesTaxPaymentCheck|TimeTracking|TransferInventory|VehicleMileage|VendorCredit) TxnID!:id
  TxnDelRet = TxnDelType:str TxnID:id TimeDeleted:datetime RefNumber:str

  TransactionEntityFilter = (ListID+:id | FullName+:str)!
  TransactionDateRangeFilter = FromTxnDate:date ToTxnDate:date
  TransactionModifiedDateRangeFilter = FromModifiedDate:datetime ToModifiedDate:datetime
  TransactionTypeFilter = TxnTypeFilter+:enum(
    All|ARRefundCreditCard|Bill|BillPaymentCheck|BillPaymentCreditCard|BuildAssembly|Charge|
    Check|CreditCardCharge|CreditCardCredit|CreditMemo|Deposit|Estimate|InventoryAdjustment|
    Invoice|ItemReceipt|JournalEntry|LiabilityAdjustment|Paycheck|PayrollLiabilityCheck|
    PurchaseOrder|ReceivePayment|SalesOrder|SalesReceipt|SalesTaxPaymentCheck|Transfer|
    VendorCredit|YTDAdjustment)
  TransactionQueryRq = (TxnID+:id | MaxReturned:int (RefNumber+:str | RefNumberCaseSensitive+:str | RefNumberFilter! | RefNumberRangeFilter!)
    TransactionModifiedDateRangeFilter TransactionDateRangeFilter TransactionEntityFilter TransactionTypeFilter)
    IncludeRetElement*:str(50)
  TransactionRet = TxnType:str TxnID:id TxnLineID:id TimeCreated:datetime TimeModified:datetime EntityRef:ref(209) AccountRef:ref(159)
    TxnDate:date RefNumber:str Amount:amt Memo:str(4095)
`;
