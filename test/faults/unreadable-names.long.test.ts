import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../simulator/simulator.js';
import { type Product, startProduct } from '../helpers/product.js';
import { beginSession } from '../stories/session-by-hand.js';
import { invoice } from '../stories/snapshots.js';
import { beginStory, requestsIn, type Story } from '../stories/story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const CREATE = { settings: { missing: { customers: 'create' } } };
const BAD = 'Bad Customer';
const MORE_THAN_ENOUGH = 40;

/** Message sets that QuickBooks was given, and one that it cannot read: there where a request of a type names a text. */
function cannotRead(type: string, text: string): { sets: string[]; misbehave: Misbehaviour[] } {
  const sets: string[] = [];
  const at = ({ requestXml }: { requestXml: string }): boolean => {
    sets.push(requestXml);
    // A session without end is ended here, so that the test says so.
    if (sets.length > MORE_THAN_ENOUGH) throw new Error(`more than ${MORE_THAN_ENOUGH} message sets in one session`);
    return requestXml.includes(`<${type}Rq `) && requestXml.includes(text);
  };
  return { sets, misbehave: [{ do: 'hresult', hresult: '0x80040400', at }] };
}

/** Invoices of as many new customers, of whom one has a name that QuickBooks cannot read. */
async function ofNewCustomers(story: Story, count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    const name = n === Math.ceil(count / 2) ? BAD : `New Customer ${n}`;
    await story.enqueue('invoices', `I${n}`, invoice({ number: `${1000 + n}`, customer: { name } }));
  }
}

const transferred = async (story: Story): Promise<number> =>
  (await story.rest('GET', '/invoices?transferStatus=Transferred')).body.total;

const withType = (sets: readonly string[], type: string): string[] => sets.filter((set) => set.includes(`<${type}Rq `));

describe.each(['CustomerAdd', 'CustomerQuery'])('a name that QuickBooks cannot read (0x80040400) in a %s', (type) => {
  it('is halved out of its set: it waits for the next session, the others are created, and the invoices get their turn', async () => {
    const story = await beginStory(product, `halved-${type}`, CREATE);
    await ofNewCustomers(story, 8);
    const { sets, misbehave } = cannotRead(type, BAD);

    expect(await story.run(misbehave)).toMatchObject({ outcome: 'done' });

    expect(withType(sets, type).length).toBeLessThanOrEqual(1 + 2 * Math.log2(8));
    expect(await transferred(story)).toBe(7);
    expect(await story.get('invoices', 'I4')).toMatchObject({ transferStatus: 'Pending/Failed' });
  });

  it('goes alone from then on, and takes no other with it', async () => {
    const story = await beginStory(product, `alone-${type}`, CREATE);
    await ofNewCustomers(story, 4);
    await story.run(cannotRead(type, BAD).misbehave);
    await story.enqueue('invoices', 'I9', invoice({ number: '1009', customer: { name: 'Another New One' } }));
    const { sets, misbehave } = cannotRead(type, BAD);

    expect(await story.run(misbehave)).toMatchObject({ outcome: 'done' });

    const bad = withType(sets, type).filter((set) => set.includes(BAD));
    expect(bad.map((set) => set.split('Name>').length - 1)).toEqual([2]);
    expect(await story.get('invoices', 'I9')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('is created as soon as QuickBooks can read it', async () => {
    const story = await beginStory(product, `readable-${type}`, CREATE);
    await ofNewCustomers(story, 2);
    await story.run(cannotRead(type, BAD).misbehave);

    await story.run();

    expect(story.company.find(BAD, 'Customer')).toBeDefined();
    expect(await transferred(story)).toBe(2);
  });
});

describe('additions to a list of which QuickBooks tells nothing', () => {
  it.each([600, 9001, 9002])(
    '(%i): are asked for in the next session, and the invoices get their turn',
    async (code) => {
      const story = await beginStory(product, `forgotten-${code}`, CREATE);
      await ofNewCustomers(story, 1);
      await story.enqueue('invoices', 'I2', invoice());
      const text = `<?xml version="1.0" ?><QBXML><QBXMLMsgsRs messageSetStatusCode="${code}"></QBXMLMsgsRs></QBXML>`;
      const session = await beginSession(product, story);
      let additions = 0;
      for (let percent = 0, calls = 0; percent < 100 && calls < MORE_THAN_ENOUGH; calls += 1) {
        const set = await session.ask();
        const isAddition = requestsIn(set).includes('CustomerAdd');
        additions += isAddition ? 1 : 0;
        percent = await (isAddition ? session.say(text) : session.answer(set));
      }
      await session.finish();

      expect(additions).toBe(1);
      expect(await story.get('invoices', 'I2')).toMatchObject({ transferStatus: 'Transferred' });
      await story.run();
      expect(await story.get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
      expect(story.company.customers().filter(({ name }) => name === BAD)).toHaveLength(1);
    },
  );
});
