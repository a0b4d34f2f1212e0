import type { HostCompanyPreferences } from '../../qbxml/host-company-preferences.js';
import type { QuickBooksSeen } from '../../store/quickbooks-seen.js';

/** Longer than anything that QuickBooks says here. */
const LONGEST = 1_000;

/**
 * What the first sendRequestXML of a session tells of QuickBooks (P107: HostQuery and CompanyQuery of QBWC; the
 * qbXML version is that of the call itself, else the newest of HostQuery's list).
 * @returns undefined where QuickBooks said nothing of itself, so that what is known stays
 */
export function quickBooksSeen(
  company: HostCompanyPreferences | undefined,
  call: { companyFileName: string; country?: string; qbxmlVersion?: string },
  at: string,
): QuickBooksSeen | undefined {
  if (company === undefined || (company.productName ?? company.companyName ?? company.fileId) === undefined)
    return undefined;
  const { majorVersion, minorVersion } = company;
  return {
    at,
    productName: kept(company.productName),
    version: kept(majorVersion === undefined ? undefined : [majorVersion, minorVersion ?? '0'].join('.')),
    country: kept(company.country ?? call.country),
    qbxmlVersion: kept(call.qbxmlVersion || company.supportedQBXMLVersions.at(-1)),
    companyName: kept(company.companyName),
    companyFile: kept(call.companyFileName),
    fileId: kept(company.fileId?.replace(/[{}]/g, '').toLowerCase()),
  };
}

/** What can be stored as JSON: no NUL, no half characters. */
const kept = (text: string | undefined): string | null =>
  text?.slice(0, LONGEST).replace(/\0|\p{Surrogate}/gu, '\ufffd') || null;
