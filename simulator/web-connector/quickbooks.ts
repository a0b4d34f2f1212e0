import { setTimeout as sleep } from 'node:timers/promises';
import type { CompanyFile } from '../company-file/company-file.js';
import { badFormCodes } from '../company-file/refusal.js';
import type { MisbehaviourPlan, SetInfo } from '../misbehaviour.js';
import type { Transcript } from '../transcript.js';

/** What the Web Connector passes on to receiveResponseXML. */
export type Answer = { readonly response: string; readonly hresult: string; readonly message: string };

/** QuickBooks or the Web Connector is gone: no further call of this session happens. */
export class Died extends Error {
  override readonly name = 'Died';
}

/** QuickBooks, as the Web Connector sees it: the company file, and what goes wrong around it. */
export class QuickBooks {
  readonly #companyFile: CompanyFile;
  readonly #plan: MisbehaviourPlan;
  readonly #transcript: Transcript | undefined;
  /** What the parser said of the sets that it refused, as qbsdklog.txt would. */
  readonly log: string[] = [];

  constructor(companyFile: CompanyFile, plan: MisbehaviourPlan, transcript: Transcript | undefined) {
    this.#companyFile = companyFile;
    this.#plan = plan;
    this.#transcript = transcript;
  }

  /** The content of strHCPResponse. */
  hostCompanyPreferences(ownerId: string): string {
    const { request, response } = this.#companyFile.hostCompanyPreferences(ownerId);
    this.#transcript?.keep(request, response, true);
    return response;
  }

  /** ProcessRequest. */
  async process(set: SetInfo): Promise<Answer> {
    await sleep(this.#plan.due('delay', set)?.ms ?? 0);
    this.#prepare(set);
    const failure = this.#plan.due('hresult', set);
    if (failure && !failure.executed) {
      this.#transcript?.keep(set.requestXml, undefined, true);
      return failed(failure.hresult, failure.message);
    }
    const death = this.#plan.due('dieBeforeCommit', set);
    const result = this.#companyFile.process(set.requestXml, {
      beforeCommit: () => {
        if (!death) return;
        this.#transcript?.keep(set.requestXml, undefined, true);
        die(death.kill ?? false, 'before');
      },
    });
    if ('hresult' in result) {
      this.log.push(`message set ${set.number}: ${result.detail}`);
      this.#transcript?.keep(set.requestXml, undefined, false);
      return { response: '', hresult: result.hresult, message: result.message };
    }
    this.#transcript?.keep(set.requestXml, result.response, keepsToSchema(result.response));
    const lateDeath = this.#plan.due('dieAfterCommit', set);
    if (lateDeath) die(lateDeath.kill ?? false, 'after');
    if (this.#plan.due('loseResponse', set)) throw new Died('the response was lost on its way to the server');
    return failure ? failed(failure.hresult, failure.message) : this.#delivered(set, result.response);
  }

  /** What other people do in QuickBooks just before a set. */
  #prepare(set: SetInfo): void {
    const lock = this.#plan.due('lock', set);
    if (lock) this.#companyFile.lock(lock.what, lock.sets);
    this.#plan.due('edit', set)?.edit(this.#companyFile);
    if (this.#plan.due('cannotStore', set)) this.#companyFile.setCompany({ setsNotStorable: 1 });
  }

  #delivered(set: SetInfo, response: string): Answer {
    const text = this.#plan.due('answerText', set);
    const cut = this.#plan.due('cutResponse', set);
    const delivered = text
      ? (text.text ?? 'QuickBooks is busy.')
      : cut
        ? response.slice(0, response.length / 2)
        : response;
    if (delivered !== response) this.#transcript?.keepDelivered(delivered);
    return { response: delivered, hresult: '', message: '' };
  }
}

function keepsToSchema(response: string): boolean {
  return [...response.matchAll(/ statusCode="(\d+)"/g)].every(([, code]) => !badFormCodes.has(Number(code)));
}

function failed(hresult: string, message = 'QuickBooks met an unexpected error. See qbsdklog.txt.'): Answer {
  return { response: '', hresult, message };
}

function die(kill: boolean, when: 'before' | 'after'): never {
  if (kill) process.kill(process.pid, 'SIGKILL');
  throw new Died(`QuickBooks died ${when} the commit`);
}
