import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../domain/errors.js';
import { quote } from '../../domain/texts.js';
import { soapCallSeconds } from '../../observability/metrics.js';
import type { Dependencies } from '../shared/dependencies.js';
import { Door } from '../shared/door.js';
import type { Run } from './operation.js';
import { isOperation, OPERATIONS, PARAMETERS } from './operations.js';
import { readCall, type SoapCall, type SoapResult, writeResult } from './soap.js';
import { runOf } from './version-cookie.js';
import { wsdl } from './wsdl.js';

/** A response of 50 records is about 0.2 MB; QBWC's own limit for a post is 10 MB. */
const MAX_BODY_BYTES = 16 * 1_048_576;

/** SOAP for the Web Connector at /qbwc, an encapsulated plugin with its own body parser. */
export async function qbwc(app: FastifyInstance, deps: Dependencies): Promise<void> {
  const door = new Door('qbwc', deps.monotonicMs);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
    done(null, decode(body as Buffer)),
  );
  app.setErrorHandler(refuse);
  app.get('/qbwc', (_request, reply) => reply.type('text/xml; charset=utf-8').send(wsdl(`${deps.publicUrl}/qbwc`)));
  app.post('/qbwc', { bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
    const call = readCall(typeof request.body === 'string' ? request.body : '');
    if (!isOperation(call.operation)) {
      throw new AppError(
        'invalid',
        `unknown operation "${quote(call.operation)}"; expected one of ${Object.keys(PARAMETERS).join(', ')}`,
      );
    }
    return reply
      .type('text/xml; charset=utf-8')
      .send(writeResult(call.operation, await run(deps, call, call.operation, runOf(request, reply, door))));
  });
}

async function run(
  deps: Dependencies,
  call: SoapCall,
  name: keyof typeof OPERATIONS,
  context: Run,
): Promise<SoapResult> {
  const operation = OPERATIONS[name];
  const finished = soapCallSeconds.startTimer({ operation: name });
  try {
    return await operation.run(deps, (parameter) => storable(call.parameters[parameter] ?? ''), context);
  } catch (error) {
    context.request.log.error({ err: error, operation: name }, 'a SOAP call failed; QBWC got its answer for that');
    return operation.unavailable;
  } finally {
    finished();
  }
}

/** A text that PostgreSQL can store: NUL is no character of XML, but some write it. */
const storable = (text: string): string => text.replaceAll('\0', '\ufffd');

/** UTF-8 as QBWC declares it; bytes that are none are taken as Windows-1252, which QuickBooks is known to pass on. */
function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return new TextDecoder('windows-1252').decode(body);
  }
}

/** What is no SOAP call gets plain HTTP: 400, or 413 for a body over the limit. */
function refuse(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply): void {
  const isOurs = error instanceof AppError && error.code === 'invalid';
  const status = isOurs ? 400 : (error.statusCode ?? 500);
  if (status >= 500) request.log.error({ err: error }, 'a request to /qbwc failed');
  void reply
    .code(status)
    .type('text/plain; charset=utf-8')
    .send(status >= 500 ? 'Internal error.' : error.message);
}
