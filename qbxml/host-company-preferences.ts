import { decodeKnownEntities } from './entities.js';
import { isSameGuid } from './guid.js';

/** What QBWC tells at the start of a session (strHCPResponse). */
export type HostCompanyPreferences = {
  companyName: string | undefined;
  /** The FileID that QBWC stored in the company file under our OwnerID; undefined when there is none. */
  fileId: string | undefined;
  isSampleCompany: boolean;
  productName: string | undefined;
  majorVersion: string | undefined;
  minorVersion: string | undefined;
  country: string | undefined;
  supportedQBXMLVersions: string[];
};

/**
 * Reads strHCPResponse; undefined for an empty text, which QBWC sends after the first request (P107). It looks for
 * the elements it needs instead of parsing the document: a broken tag elsewhere, as seen in the wild, is no reason to
 * refuse the company file. Other applications' FileIDs, under other OwnerIDs, do not count. Never throws.
 */
export function parseHostCompanyPreferences(xml: string, ownerId: string): HostCompanyPreferences | undefined {
  if (xml.trim() === '') return undefined;
  return {
    companyName: firstText(xml, 'CompanyName'),
    fileId: fileIdOf(xml, ownerId),
    isSampleCompany: firstText(xml, 'IsSampleCompany') === 'true',
    productName: firstText(xml, 'ProductName'),
    majorVersion: firstText(xml, 'MajorVersion'),
    minorVersion: firstText(xml, 'MinorVersion'),
    country: firstText(xml, 'Country'),
    supportedQBXMLVersions: texts(xml, 'SupportedQBXMLVersion'),
  };
}

function fileIdOf(xml: string, ownerId: string): string | undefined {
  const [, ...extensions] = xml.split('<DataExtRet>');
  const ours = extensions.find(
    (extension) =>
      isSameGuid(firstText(extension, 'OwnerID') ?? '', ownerId) && firstText(extension, 'DataExtName') === 'FileID',
  );
  return ours === undefined ? undefined : firstText(ours, 'DataExtValue');
}

const firstText = (xml: string, name: string): string | undefined => texts(xml, name, 1)[0];

/** The texts of the elements of that name, in order, up to the next tag; of many the first ones. */
const texts = (xml: string, name: string, most = MOST_TEXTS): string[] =>
  xml
    .split(`<${name}>`, most + 1)
    .slice(1)
    .map((rest) => decodeKnownEntities(untilTag(rest)).trim());

/** QuickBooks names some twenty versions of qbXML. */
const MOST_TEXTS = 1_000;

function untilTag(text: string): string {
  const tag = text.indexOf('<');
  return tag === -1 ? text : text.slice(0, tag);
}
