import { expect } from 'vitest';
import { OWNER_ID } from '../../transfers/session/owner-id.js';
import { call } from '../gateway/qbwc/gateway.js';
import type { Product, TestConnection } from '../helpers/product.js';

/** A Web Connector that is moved by hand, so that calls can arrive a second time. */
export class WebConnectorByHand {
  readonly #product: Product;
  readonly #connection: TestConnection;
  #ticket = '';
  #strHCPResponse = '';

  constructor(product: Product, connection: TestConnection) {
    this.#product = product;
    this.#connection = connection;
  }

  async begin(): Promise<this> {
    const { userName, password, company } = this.#connection;
    const { result } = await call(this.#product, 'authenticate', { strUserName: userName, strPassword: password });
    this.#ticket = String(result?.[0]);
    this.#strHCPResponse = company.hostCompanyPreferences(OWNER_ID).response;
    return this;
  }

  async send(): Promise<string> {
    const { result } = await call(this.#product, 'sendRequestXML', {
      ticket: this.#ticket,
      strHCPResponse: this.#strHCPResponse,
    });
    this.#strHCPResponse = '';
    return String(result);
  }

  /** What QuickBooks makes of a set. */
  execute(request: string): string {
    const answer = this.#connection.company.process(request);
    if ('hresult' in answer) throw new Error(answer.detail);
    return answer.response;
  }

  answer(response: string): Promise<number> {
    return this.#receive({ response, hresult: '', message: '' });
  }

  /** The call that says of no set in particular that QuickBooks could not parse it. */
  reject(): Promise<number> {
    return this.#receive({ response: '', hresult: '0x80040400', message: 'QuickBooks found an error when parsing.' });
  }

  async #receive(said: { response: string; hresult: string; message: string }): Promise<number> {
    return Number((await call(this.#product, 'receiveResponseXML', { ticket: this.#ticket, ...said })).result);
  }

  /** The first half of a set that QuickBooks could not parse; it is with QuickBooks when the rejection arrives again. */
  async firstHalf(): Promise<string> {
    await this.send();
    await this.reject();
    return this.send();
  }

  /** Everything that is left, without a fault, and what closeConnection says. */
  async finish(percent: number): Promise<string> {
    for (let done = percent; done < 100; ) {
      expect(done).toBeGreaterThanOrEqual(0);
      const request = await this.send();
      done = await this.answer(this.execute(request));
    }
    return String((await call(this.#product, 'closeConnection', { ticket: this.#ticket })).result);
  }
}
