import { readFileSync } from 'node:fs';
import { parseXml } from '../xml/parse-xml.js';

/** What the Web Connector takes from a .qwc file (P301 to P312; QBWC Programmer's Guide, chapter 4). */
export type QwcFile = {
  readonly appName: string;
  readonly appUrl: string;
  readonly userName: string;
  readonly ownerId: string;
  readonly fileId: string;
  /** The pause between two sessions; undefined when the file sets no schedule. */
  readonly everySeconds: number | undefined;
};

const guid = /^\{[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\}$/i;
const required = [
  'AppName',
  'AppID',
  'AppURL',
  'AppSupport',
  'AppDescription',
  'UserName',
  'OwnerID',
  'FileID',
  'QBType',
];

/**
 * Reads a .qwc file as strictly as QBWC, which takes its elements in any order. `onBadUrl` hears what is wrong with its
 * addresses, for a session that calls another one; without it that is refused like the rest.
 */
export function readQwcFile(path: string, onBadUrl?: (problem: string) => void): QwcFile {
  return parseQwc(readFileSync(path, 'utf8'), onBadUrl);
}

/** The same from text. */
export function parseQwc(text: string, onBadUrl: (problem: string) => void = refuse): QwcFile {
  const { root } = parseXml(text);
  if (root.name !== 'QBWCXML') throw new Error(`the root element is <${root.name}>, not <QBWCXML>`);
  const textOf = (name: string): string | undefined => root.children.find((child) => child.name === name)?.text.trim();
  const missing = required.filter((name) => textOf(name) === undefined || (name !== 'AppID' && textOf(name) === ''));
  if (missing.length > 0) throw new Error(`it lacks ${missing.join(', ')}`);
  for (const name of ['OwnerID', 'FileID']) {
    if (!guid.test(textOf(name) ?? '')) throw new Error(`${name} is no GUID in braces: ${textOf(name)}`);
  }
  const type = textOf('QBType') ?? '';
  if (type !== 'QBFS' && type !== 'QBPOS') throw new Error(`QBWC1065: QBType is "${type}", not QBFS or QBPOS`);
  const appUrl = textOf('AppURL') ?? '';
  const badUrl = problemOfUrls(appUrl, textOf('AppSupport') ?? '');
  if (badUrl !== undefined) onBadUrl(badUrl);
  return {
    appName: textOf('AppName') ?? '',
    appUrl,
    userName: textOf('UserName') ?? '',
    ownerId: textOf('OwnerID') ?? '',
    fileId: textOf('FileID') ?? '',
    everySeconds: scheduleOf(root.children.find((child) => child.name === 'Scheduler')?.children ?? []),
  };
}

function refuse(problem: string): never {
  throw new Error(problem);
}

function problemOfUrls(appUrl: string, appSupport: string): string | undefined {
  const problem = problemOfUrl('AppURL', appUrl) ?? problemOfUrl('AppSupport', appSupport);
  if (problem !== undefined || domainOf(appUrl) === domainOf(appSupport)) return problem;
  return `QBWC1000: AppSupport is not in the domain of AppURL: ${appSupport}`;
}

/** QBWC1001, 1002 and 1010: https with a host name; http only for localhost. */
function problemOfUrl(name: 'AppURL' | 'AppSupport', text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return `${name} is no URL: ${text}`;
  if (url.protocol === 'http:' && url.hostname !== 'localhost') {
    return `QBWC1010: ${name} must be https, or http://localhost: ${text}`;
  }
  if (!/^[\d.]+$|^\[/.test(url.hostname)) return undefined;
  return `${name === 'AppURL' ? 'QBWC1001' : 'QBWC1002'}: ${name} needs a host name, not an address: ${text}`;
}

/** The last two labels of the host name. */
function domainOf(url: string): string {
  return new URL(url).hostname.split('.').slice(-2).join('.');
}

function scheduleOf(children: readonly { readonly name: string; readonly text: string }[]): number | undefined {
  for (const { name, text } of children) {
    const count = Number(text);
    if (name === 'RunEveryNMinutes' && count > 0) return count * 60;
    if (name === 'RunEveryNSeconds' && count > 0) return count;
  }
  return undefined;
}
