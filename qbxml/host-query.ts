import { request } from './grammar.js';
import { oneRet } from './ret.js';
import { children, type Node, textOf } from './xml-node.js';

/** Which QuickBooks answers, and which qbXML it reads. */
export type HostRet = {
  productName: string | undefined;
  majorVersion: string | undefined;
  minorVersion: string | undefined;
  country: string | undefined;
  supportedQBXMLVersions: string[];
};

const hostRet = (node: Node): HostRet => ({
  productName: textOf(node, 'ProductName'),
  majorVersion: textOf(node, 'MajorVersion'),
  minorVersion: textOf(node, 'MinorVersion'),
  country: textOf(node, 'Country'),
  supportedQBXMLVersions: children(node, 'SupportedQBXMLVersion').map((version) => version.text),
});

/** HostQuery: changes nothing and answers always; what we send when there is nothing else to ask. */
export const hostQuery = {
  type: 'HostQuery',
  build: (requestId: string): string => request('HostQuery', requestId, ''),
  parse: oneRet('HostRet', hostRet),
} as const;
