import { type OperationName, PARAMETERS } from './operations.js';

/** Namespace of the operations; the parameter names in it are load-bearing (P102). */
export const NAMESPACE = 'http://developer.intuit.com/';
/** What carries the operations out is found by these names. */
export const SERVICE = 'QBWebConnectorSvc';
export const PORT = 'QBWebConnectorSvcSoap';

const INTEGERS: ReadonlySet<string> = new Set(['qbXMLMajorVers', 'qbXMLMinorVers']);

const element = (name: string, type: string): string =>
  `<s:element minOccurs="1" maxOccurs="1" name="${name}" type="${type}"/>`;

const wrapped = (name: string, content: string): string =>
  `<s:element name="${name}"><s:complexType>${content === '' ? '' : `<s:sequence>${content}</s:sequence>`}</s:complexType></s:element>`;

const resultType = (operation: OperationName): string => {
  if (operation === 'authenticate') return 'tns:ArrayOfString';
  return operation === 'receiveResponseXML' ? 's:int' : 's:string';
};

/** The WSDL 1.1 of the service: SOAP 1.1, document/literal wrapped, names as Intuit's own (P201). */
export function wsdl(address: string): string {
  const operations = Object.keys(PARAMETERS) as OperationName[];
  const types = operations.map((operation) => {
    const parameters = PARAMETERS[operation].map((name) => element(name, INTEGERS.has(name) ? 's:int' : 's:string'));
    return (
      wrapped(operation, parameters.join('')) +
      wrapped(`${operation}Response`, element(`${operation}Result`, resultType(operation)))
    );
  });
  const messages = operations.flatMap((operation) => [
    `<wsdl:message name="${operation}SoapIn"><wsdl:part name="parameters" element="tns:${operation}"/></wsdl:message>`,
    `<wsdl:message name="${operation}SoapOut"><wsdl:part name="parameters" element="tns:${operation}Response"/></wsdl:message>`,
  ]);
  const ports = operations.map(
    (operation) =>
      `<wsdl:operation name="${operation}"><wsdl:input message="tns:${operation}SoapIn"/><wsdl:output message="tns:${operation}SoapOut"/></wsdl:operation>`,
  );
  const bindings = operations.map(
    (operation) =>
      `<wsdl:operation name="${operation}"><soap:operation soapAction="${NAMESPACE}${operation}" style="document"/>` +
      '<wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>',
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:tns="${NAMESPACE}" targetNamespace="${NAMESPACE}">
<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="${NAMESPACE}">
${types.join('\n')}
<s:complexType name="ArrayOfString"><s:sequence><s:element minOccurs="0" maxOccurs="unbounded" name="string" nillable="true" type="s:string"/></s:sequence></s:complexType>
</s:schema></wsdl:types>
${messages.join('\n')}
<wsdl:portType name="${PORT}">
${ports.join('\n')}
</wsdl:portType>
<wsdl:binding name="${PORT}" type="tns:${PORT}"><soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>
${bindings.join('\n')}
</wsdl:binding>
<wsdl:service name="${SERVICE}"><wsdl:port name="${PORT}" binding="tns:${PORT}"><soap:address location="${address}"/></wsdl:port></wsdl:service>
</wsdl:definitions>
`;
}
