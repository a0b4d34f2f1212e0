import type { Operation } from '../operation.js';

/** clientVersion(strVersion): "" says go on; every Web Connector that speaks this protocol will do (P104). */
export const clientVersion: Operation = {
  run: async (_deps, parameter, { rememberWebConnectorVersion }) => {
    rememberWebConnectorVersion(parameter('strVersion').trim());
    return '';
  },
  unavailable: '',
};
