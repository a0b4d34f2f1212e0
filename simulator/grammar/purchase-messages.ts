/** Purchase orders, item receipts, bills. */
export const purchaseMessages = `
  PurchaseOrderAddRq = PurchaseOrderAdd! IncludeRetElement*:str(50)
  PurchaseOrderAdd = VendorRef:ref(41) ClassRef:ref(159) ShipToEntityRef:ref(209) TemplateRef:ref(31) TxnDate:date
    RefNumber:str(11) VendorAddress:address ShipAddress:address TermsRef:ref(31) DueDate:date ExpectedDate:date
    ShipMethodRef:ref(15) FOB:str(13) Memo:str(4095) VendorMsg:str(99) IsToBePrinted:bool IsToBeEmailed:bool Other1:str(25)
    Other2:str(29) ExchangeRate:float ExternalGUID:guid PurchaseOrderLineAdd+
  PurchaseOrderLineAdd = ItemRef:ref ManufacturerPartNumber:str(31) Desc:str(4095) Quantity:qty UnitOfMeasure:str(31)
    Rate:price ClassRef:ref(159) Amount:amt CustomerRef:ref(209) ServiceDate:date OverrideItemAccountRef:ref(159)
    Other1:str(29) Other2:str(29) DataExt*
  PurchaseOrderModRq = PurchaseOrderMod! IncludeRetElement*:str(50)
  PurchaseOrderMod = TxnID!:id EditSequence!:str(16) VendorRef:ref(41) ClassRef:ref(159) ShipToEntityRef:ref(209) TemplateRef:ref(31)
    TxnDate:date RefNumber:str(11) VendorAddress:address ShipAddress:address TermsRef:ref(31) DueDate:date ExpectedDate:date
    ShipMethodRef:ref(15) FOB:str(13) IsManuallyClosed:bool Memo:str(4095) VendorMsg:str(99) IsToBePrinted:bool
    IsToBeEmailed:bool Other1:str(25) Other2:str(29) ExchangeRate:float PurchaseOrderLineMod*
  PurchaseOrderLineMod = TxnLineID!:id IsManuallyClosed:bool
  PurchaseOrderRet = @txnCore VendorRef:ref(41) ClassRef:ref(159) ShipToEntityRef:ref(209) TemplateRef:ref(31) TxnDate:date
    RefNumber:str(11) VendorAddress:address ShipAddress:address TermsRef:ref(31) DueDate:date ExpectedDate:date
    ShipMethodRef:ref(15) FOB:str(13) TotalAmount:amt IsManuallyClosed:bool IsFullyReceived:bool Memo:str(4095) VendorMsg:str(99)
    IsToBePrinted:bool IsToBeEmailed:bool Other1:str(25) Other2:str(29) ExternalGUID:guid LinkedTxn* PurchaseOrderLineRet*
  PurchaseOrderLineRet = TxnLineID!:id ItemRef:ref ManufacturerPartNumber:str(31) Desc:str(4095) Quantity:qty
    UnitOfMeasure:str(31) Rate:price ClassRef:ref(159) Amount:amt CustomerRef:ref(209) ServiceDate:date ReceivedQuantity:qty
    UnbilledQuantity:qty IsBilled:bool IsManuallyClosed:bool Other1:str(29) Other2:str(29)
  PurchaseOrderQueryRq = (TxnID+:id | RefNumber+:str | RefNumberCaseSensitive+:str | @txnFilter)
    IncludeLineItems:bool IncludeLinkedTxns:bool IncludeRetElement*:str(50) OwnerID*:guid

  ExpenseLineAdd = AccountRef:ref(159) Amount:amt Memo:str(4095) CustomerRef:ref(209) ClassRef:ref(159)
    BillableStatus:enum(Billable|NotBillable|HasBeenBilled) SalesRepRef:ref(5) DataExt*
  ExpenseLineRet = TxnLineID!:id AccountRef:ref(159) Amount:amt Memo:str(4095) CustomerRef:ref(209) ClassRef:ref(159)
    BillableStatus:str SalesRepRef:ref(5)
  ItemLineAdd = ItemRef:ref SerialNumber:str(4095) Desc:str(4095) Quantity:qty UnitOfMeasure:str(31) Cost:price Amount:amt
    CustomerRef:ref(209) ClassRef:ref(159) BillableStatus:enum(Billable|NotBillable|HasBeenBilled)
    OverrideItemAccountRef:ref(159) LinkToTxn SalesRepRef:ref(5) DataExt*
  ItemLineRet = TxnLineID!:id ItemRef:ref SerialNumber:str(4095) Desc:str(4095) Quantity:qty UnitOfMeasure:str(31) Cost:price
    Amount:amt CustomerRef:ref(209) ClassRef:ref(159) BillableStatus:str SalesRepRef:ref(5)

  ItemReceiptAddRq = ItemReceiptAdd! IncludeRetElement*:str(50)
  ItemReceiptAdd = VendorRef!:ref(41) APAccountRef:ref(159) TxnDate:date RefNumber:str(20) Memo:str(4095) ExchangeRate:float
    ExternalGUID:guid LinkToTxnID*:id ExpenseLineAdd* ItemLineAdd*
  ItemReceiptRet = @txnCore VendorRef:ref(41) APAccountRef:ref(159) TxnDate:date TotalAmount:amt RefNumber:str(20) Memo:str(4095)
    ExternalGUID:guid LinkedTxn* ExpenseLineRet* ItemLineRet*
  ItemReceiptQueryRq = (TxnID+:id | RefNumber+:str | RefNumberCaseSensitive+:str | @txnFilter)
    IncludeLineItems:bool IncludeLinkedTxns:bool IncludeRetElement*:str(50) OwnerID*:guid

  BillAddRq = BillAdd! IncludeRetElement*:str(50)
  BillAdd = VendorRef!:ref(41) VendorAddress:address APAccountRef:ref(159) TxnDate:date DueDate:date RefNumber:str(20)
    TermsRef:ref(31) Memo:str(4095) ExchangeRate:float ExternalGUID:guid LinkToTxnID*:id ExpenseLineAdd* ItemLineAdd*
  BillRet = @txnCore VendorRef:ref(41) VendorAddress:address APAccountRef:ref(159) TxnDate:date DueDate:date AmountDue:amt
    RefNumber:str(20) TermsRef:ref(31) Memo:str(4095) IsPaid:bool ExternalGUID:guid LinkedTxn* ExpenseLineRet* ItemLineRet*
    OpenAmount:amt
  BillQueryRq = (TxnID+:id | RefNumber+:str | RefNumberCaseSensitive+:str | @txnFilter PaidStatus:enum(All|PaidOnly|NotPaidOnly))
    IncludeLineItems:bool IncludeLinkedTxns:bool IncludeRetElement*:str(50) OwnerID*:guid
`;
