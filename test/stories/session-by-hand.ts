import { expect } from 'vitest';
import { SoapClient } from '../../simulator/web-connector/soap-client.js';
import type { Product, TestConnection } from '../helpers/product.js';

/** A Web Connector whose calls a test makes one by one, so that things can happen between them. */
export type SessionByHand = {
  /** sendRequestXML: what QuickBooks is to do next. */
  ask: () => Promise<string>;
  /** QuickBooks executes a set and receiveResponseXML hands over what it said, or what is made of it; the per cent done. */
  answer: (set: string, change?: (response: string) => string) => Promise<number>;
  /** receiveResponseXML hands over something else; QuickBooks did nothing. */
  say: (response: string) => Promise<number>;
  /** receiveResponseXML hands over that QuickBooks threw; it did nothing. */
  refuse: (hresult: string) => Promise<number>;
  /** Answers until nothing is left, then closeConnection and the wait until everybody has heard of it. */
  finish: () => Promise<void>;
};

/** serverVersion is left out: authenticate begins the session. */
export async function beginSession(product: Product, connection: TestConnection): Promise<SessionByHand> {
  const { company, qwc, userName, password, settled } = connection;
  const soap = new SoapClient(`${product.url}/qbwc`, 30_000, () => undefined);
  const [ticket = '', file] = await soap.strings('authenticate', { strUserName: userName, strPassword: password });
  expect(file).toBe('');
  company.beginSession();
  let hcpResponse = company.hostCompanyPreferences(qwc.ownerId).response;
  let percent = 0;

  const ask = async (): Promise<string> => {
    const set = await soap.string('sendRequestXML', {
      ticket,
      strHCPResponse: hcpResponse,
      strCompanyFileName: company.company.path,
      qbXMLCountry: 'US',
      qbXMLMajorVers: '16',
      qbXMLMinorVers: '0',
    });
    hcpResponse = '';
    expect(set).not.toBe('');
    return set;
  };
  const answer: SessionByHand['answer'] = async (set, change = (response) => response) => {
    const result = company.process(set);
    const said =
      'response' in result
        ? { response: change(result.response), hresult: '', message: '' }
        : { response: '', hresult: result.hresult, message: result.message };
    percent = await soap.integer('receiveResponseXML', { ticket, ...said });
    return percent;
  };
  const say: SessionByHand['say'] = async (response) => {
    percent = await soap.integer('receiveResponseXML', { ticket, response, hresult: '', message: '' });
    return percent;
  };
  const refuse: SessionByHand['refuse'] = async (hresult) => {
    percent = await soap.integer('receiveResponseXML', { ticket, response: '', hresult, message: '' });
    return percent;
  };
  const finish = async (): Promise<void> => {
    while (percent < 100) await answer(await ask());
    await soap.string('closeConnection', { ticket });
    soap.close();
    await settled();
  };
  return { ask, answer, say, refuse, finish };
}
