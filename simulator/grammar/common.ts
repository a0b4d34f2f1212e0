/**
 * Content models that many messages share. Order, lengths and marks follow the annotated qbXML 13.0 reference
 * (Onscreen Reference of the QuickBooks SDK); elements of other editions than the US desktop one are left out.
 */
export const common = `
  ref = ListID:id FullName:str

  address = Addr1:str(41) Addr2:str(41) Addr3:str(41) Addr4:str(41) Addr5:str(41)
    City:str(31) State:str(21) PostalCode:str(13) Country:str(31) Note:str(41)

  person = Salutation:str(15) FirstName:str(25) MiddleName:str(5) LastName:str(25)

  communication = Phone:str(21) AltPhone:str(21) Fax:str(21) Email:str(1023) Cc:str(1023) Contact:str(41) AltContact:str(41)

  listCore = ListID:id TimeCreated:datetime TimeModified:datetime EditSequence:str(16)

  txnCore = TxnID:id TimeCreated:datetime TimeModified:datetime EditSequence:str(16) TxnNumber:int

  NameFilter = MatchCriterion!:enum(StartsWith|Contains|EndsWith) Name!:str
  NameRangeFilter = FromName:str ToName:str
  RefNumberFilter = MatchCriterion!:enum(StartsWith|Contains|EndsWith) RefNumber!:str
  RefNumberRangeFilter = FromRefNumber:str ToRefNumber:str
  ModifiedDateRangeFilter = FromModifiedDate:datetime ToModifiedDate:datetime
  TxnDateRangeFilter = FromTxnDate:date ToTxnDate:date
  EntityFilter = (ListID+:id | FullName+:str | ListIDWithChildren!:id | FullNameWithChildren!:str)!
  TimeTrackingEntityFilter = (ListID+:id | FullName+:str)!

  listFilter = MaxReturned:int ActiveStatus:enum(ActiveOnly|InactiveOnly|All) FromModifiedDate:datetime ToModifiedDate:datetime
    (NameFilter! | NameRangeFilter!)

  listSelection = (ListID+:id | FullName+:str | @listFilter)

  txnFilter = MaxReturned:int (ModifiedDateRangeFilter! | TxnDateRangeFilter!) EntityFilter (RefNumberFilter! | RefNumberRangeFilter!)

  DataExt = OwnerID!:guid DataExtName!:str(31) DataExtValue!:str
  DataExtRet = OwnerID:guid DataExtName!:str(31) DataExtType!:str DataExtValue!:str

  LinkToTxn = TxnID!:id TxnLineID!:id
  LinkedTxn = TxnID!:id TxnType!:str TxnDate!:date RefNumber:str(20) LinkType:enum(AMTTYPE|QUANTYPE) Amount!:amt

  ErrorRecovery = (ListID:id | OwnerID:guid | TxnID:id) TxnNumber:int EditSequence:str(16) ExternalGUID:guid
`;
