import { nextMessageSet } from '../../../transfers/session/next-message-set.js';
import { tellSession } from '../../shared/tell-session.js';
import type { Operation } from '../operation.js';

/** sendRequestXML(ticket, strHCPResponse, …): the next message set, "" when the session cannot go on; getLastError says why. */
export const sendRequestXML: Operation = {
  run: async ({ database, signals, now }, parameter, run) => {
    const answered = await nextMessageSet(database, {
      ticket: parameter('ticket'),
      now: now(),
      hostCompanyPreferences: parameter('strHCPResponse'),
      companyFileName: parameter('strCompanyFileName'),
      country: parameter('qbXMLCountry').trim(),
      qbxmlVersion: qbxmlVersion(parameter('qbXMLMajorVers').trim(), parameter('qbXMLMinorVers').trim()),
    });
    tellSession(signals, run.request.log, answered?.news ?? []);
    return answered?.reply ?? '';
  },
  unavailable: '',
};

/** As in "16.0"; "" where QBWC did not say. */
const qbxmlVersion = (major: string, minor: string): string =>
  /^\d{1,4}$/.test(major) ? `${major}.${/^\d{1,4}$/.test(minor) ? minor : '0'}` : '';
