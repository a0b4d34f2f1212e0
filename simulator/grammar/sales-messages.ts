/** Invoices and the payments on them. */
export const salesMessages = `
  InvoiceAddRq = InvoiceAdd! IncludeRetElement*:str(50)
  InvoiceAdd = CustomerRef!:ref(209) ClassRef:ref(159) ARAccountRef:ref(159) TemplateRef:ref(31) TxnDate:date RefNumber:str(11)
    BillAddress:address ShipAddress:address IsPending:bool IsFinanceCharge:bool PONumber:str(25) TermsRef:ref(31) DueDate:date
    SalesRepRef:ref(5) FOB:str(13) ShipDate:date ShipMethodRef:ref(15) ItemSalesTaxRef:ref(31) Memo:str(4095)
    CustomerMsgRef:ref(101) IsToBePrinted:bool IsToBeEmailed:bool CustomerSalesTaxCodeRef:ref(3) Other:str(29)
    ExchangeRate:float ExternalGUID:guid InvoiceLineAdd*
  InvoiceLineAdd = ItemRef:ref Desc:str(4095) Quantity:qty UnitOfMeasure:str(31) (Rate!:price | RatePercent!:pct)
    ClassRef:ref(159) Amount:amt ServiceDate:date SalesTaxCodeRef:ref(3) OverrideItemAccountRef:ref(159)
    Other1:str(29) Other2:str(29) LinkToTxn DataExt*
  InvoiceRet = @txnCore CustomerRef:ref(209) ClassRef:ref(159) ARAccountRef:ref(159) TemplateRef:ref(31) TxnDate:date
    RefNumber:str(11) BillAddress:address ShipAddress:address IsPending:bool IsFinanceCharge:bool PONumber:str(25)
    TermsRef:ref(31) DueDate:date SalesRepRef:ref(5) FOB:str(13) ShipDate:date ShipMethodRef:ref(15) Subtotal:amt
    ItemSalesTaxRef:ref(31) SalesTaxPercentage:pct SalesTaxTotal:amt AppliedAmount:amt BalanceRemaining:amt Memo:str(4095)
    IsPaid:bool CustomerMsgRef:ref(101) IsToBePrinted:bool IsToBeEmailed:bool CustomerSalesTaxCodeRef:ref(3) Other:str(29)
    ExternalGUID:guid LinkedTxn* InvoiceLineRet*
  InvoiceLineRet = TxnLineID!:id ItemRef:ref Desc:str(4095) Quantity:qty UnitOfMeasure:str(31) (Rate!:price | RatePercent!:pct)
    ClassRef:ref(159) Amount:amt ServiceDate:date SalesTaxCodeRef:ref(3) Other1:str(29) Other2:str(29)
  InvoiceQueryRq = (TxnID+:id | RefNumber+:str | RefNumberCaseSensitive+:str | @txnFilter PaidStatus:enum(All|PaidOnly|NotPaidOnly))
    IncludeLineItems:bool IncludeLinkedTxns:bool IncludeRetElement*:str(50) OwnerID*:guid

  ReceivePaymentQueryRq = (TxnID+:id | RefNumber+:str | RefNumberCaseSensitive+:str | @txnFilter)
    IncludeLineItems:bool IncludeRetElement*:str(50) OwnerID*:guid
  ReceivePaymentRet = @txnCore CustomerRef:ref(209) ARAccountRef:ref(159) TxnDate:date RefNumber:str(20) TotalAmount:amt
    Memo:str(4095) UnusedPayment:amt AppliedToTxnRet*
  AppliedToTxnRet = TxnID!:id TxnType!:str TxnDate:date RefNumber:str(20) BalanceRemaining:amt Amount:amt
`;
