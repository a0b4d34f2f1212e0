import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../domain/errors.js';
import { soapCallSeconds } from '../../observability/metrics.js';
import { findSessionByTicket } from '../../store/sessions.js';
import { hashTicket } from '../../transfers/session/ticket.js';
import type { Dependencies } from '../shared/dependencies.js';
import { Door as SignInDoor } from '../shared/door.js';
import { type Admitted, Door } from './door/door.js';
import type { Run } from './operation.js';
import { isOperation, OPERATIONS, unknownOperation } from './operations.js';
import { readCall, type SoapCall, type SoapResult, writeResult } from './soap.js';
import { runOf } from './version-cookie.js';
import { wsdl } from './wsdl.js';

/** SOAP for the Web Connector at /qbwc, an encapsulated plugin whose door takes the bodies in. */
export async function qbwc(app: FastifyInstance, deps: Dependencies): Promise<void> {
  const guesses = new SignInDoor('qbwc', deps.monotonicMs);
  const door = new Door((ticket) => isOpenSession(deps, ticket));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.setErrorHandler(refuse);
  app.get('/qbwc', (_request, reply) => reply.type('text/xml; charset=utf-8').send(wsdl(`${deps.publicUrl}/qbwc`)));
  app.post('/qbwc', async (request, reply) => {
    const length = request.headers['content-length'];
    const whenDone = (step: () => void): unknown => reply.raw.once('close', step);
    const call = read(await door.admit(request.raw, length === undefined ? undefined : Number(length), whenDone));
    if (!isOperation(call.operation)) throw unknownOperation(call.operation);
    return reply
      .type('text/xml; charset=utf-8')
      .send(writeResult(call.operation, await run(deps, call, call.operation, runOf(request, reply, guesses))));
  });
}

/** Whether an answer may come in under this ticket; while PostgreSQL is away it may, and its operation says what is wrong. */
async function isOpenSession({ database }: Dependencies, ticket: string): Promise<boolean> {
  const session = await findSessionByTicket(database, hashTicket(ticket)).catch(() => 'unknown' as const);
  return session === 'unknown' || session?.state === 'open';
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

const read = (admitted: Admitted): SoapCall => (Buffer.isBuffer(admitted) ? readCall(decode(admitted)) : admitted);

/** UTF-8 as QBWC declares it; bytes that are none are taken as Windows-1252, which QuickBooks is known to pass on. */
function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return new TextDecoder('windows-1252').decode(body);
  }
}

/** What a refusal of ours is in HTTP. */
const STATUS: Partial<Record<AppError['code'], number>> = {
  invalid: 400,
  tooSlow: 408,
  tooLarge: 413,
  unavailable: 503,
};

/** What is no SOAP call gets plain HTTP: 400, or 413 for a body over a limit; 408 and 503 when it cannot be taken now. */
function refuse(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply): void {
  const status = (error instanceof AppError ? STATUS[error.code] : error.statusCode) ?? 500;
  if (status === 500) request.log.error({ err: error }, 'a request to /qbwc failed');
  else request.log.info({ status, address: request.ip }, `a request to /qbwc was refused: ${error.message}`);
  if (status === 503) reply.header('retry-after', '5');
  // What is still to come of the body would stand before the next request.
  if (!request.raw.complete) reply.header('connection', 'close');
  void reply
    .code(status)
    .type('text/plain; charset=utf-8')
    .send(status === 500 ? 'Internal error.' : error.message);
}
