import { describe, expect, it } from 'vitest';
import { parseHostCompanyPreferences } from '../../qbxml/host-company-preferences.js';
import { responseFixture } from './fixtures.js';

const OWNER_ID = '{90a44fb5-33d9-4815-ac85-bc87a7e7d1eb}';
const XML = responseFixture('host-company-preferences.xml');

describe('parseHostCompanyPreferences', () => {
  it('reads the company and the program, although a tag is broken', () => {
    expect(parseHostCompanyPreferences(XML, OWNER_ID)).toEqual({
      companyName: 'Smith & Sons',
      fileId: '{57F3B9B6-86F1-4FCC-B1FF-966DE1813D20}',
      isSampleCompany: false,
      productName: 'QuickBooks Pro 2024',
      majorVersion: '34',
      minorVersion: '0',
      country: 'US',
      supportedQBXMLVersions: ['12.0', '13.0'],
    });
  });

  it.each([OWNER_ID.toUpperCase(), OWNER_ID.slice(1, -1)])('finds our FileID for the OwnerID written %s', (ownerId) => {
    expect(parseHostCompanyPreferences(XML, ownerId)?.fileId).toBe('{57F3B9B6-86F1-4FCC-B1FF-966DE1813D20}');
  });

  it("never takes another application's FileID for ours", () => {
    expect(parseHostCompanyPreferences(XML, '{00000000-0000-0000-0000-000000000000}')?.fileId).toBeUndefined();
  });

  it.each(['', ' \r\n'])('says nothing for %j', (xml) => {
    expect(parseHostCompanyPreferences(xml, OWNER_ID)).toBeUndefined();
  });

  it('reads what is there of a text that was cut off', () => {
    const cut = XML.slice(0, XML.indexOf('<CompanyName>') + '<CompanyName>Smith'.length);

    expect(parseHostCompanyPreferences(cut, OWNER_ID)).toMatchObject({
      companyName: 'Smith',
      fileId: undefined,
      supportedQBXMLVersions: ['12.0', '13.0'],
    });
  });

  it('reads text that is no XML as a company of which nothing is known', () => {
    expect(parseHostCompanyPreferences('no & XML <', OWNER_ID)).toMatchObject({
      companyName: undefined,
      fileId: undefined,
    });
  });
});
