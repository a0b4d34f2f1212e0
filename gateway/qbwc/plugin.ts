import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../domain/errors.js';
import { soapCallSeconds } from '../../observability/metrics.js';
import { findSessionByTicket } from '../../store/sessions.js';
import { hashTicket } from '../../transfers/session/ticket.js';
import type { Dependencies } from '../shared/dependencies.js';
import { Door as SignInDoor } from '../shared/door.js';
import { type Admitted, Door } from './door/door.js';
import { type Envelope, envelopeOf, takeApart } from './envelope.js';
import type { Run } from './operation.js';
import { OPERATIONS, type OperationName } from './operations.js';
import { Soap, type SoapCall, type SoapResult } from './soap.js';
import { runOf } from './version-cookie.js';

/** SOAP for the Web Connector at /qbwc, an encapsulated plugin whose door takes the bodies in. */
export async function qbwc(app: FastifyInstance, deps: Dependencies): Promise<void> {
  const guesses = new SignInDoor('qbwc', deps.monotonicMs);
  const door = new Door((ticket) => isOpenSession(deps, ticket));
  const soap = await Soap.at(`${deps.publicUrl}/qbwc`);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.setErrorHandler(refuse);
  app.get('/qbwc', (_request, reply) => reply.type('text/xml; charset=utf-8').send(soap.description));
  app.post('/qbwc', async (request, reply) => {
    const length = request.headers['content-length'];
    const admitted = await door.admit(
      request.raw,
      length === undefined ? undefined : Number(length),
      afterwards(reply.raw),
    );
    const answer = await soap.answer(envelopeIn(admitted), (operation, parameters) =>
      run(deps, { operation, parameters }, runOf(request, reply, guesses)),
    );
    return reply.type('text/xml; charset=utf-8').send(answer);
  });
}

/** Takes what to do once a call is answered, or its connection has ended: at once where that was before. */
function afterwards(response: ServerResponse): (step: () => void) => void {
  let isOver = false;
  response.once('close', () => {
    isOver = true;
  });
  return (step) => {
    if (isOver) step();
    else response.once('close', step);
  };
}

const envelopeIn = (admitted: Admitted): Envelope =>
  Buffer.isBuffer(admitted) ? takeApart(admitted) : envelopeOf(admitted);

/** Whether an answer may come in under this ticket; while PostgreSQL is away it may, and its operation says what is wrong. */
async function isOpenSession({ database }: Dependencies, ticket: string): Promise<boolean> {
  const session = await findSessionByTicket(database, hashTicket(ticket)).catch(() => 'unknown' as const);
  return session === 'unknown' || session?.state === 'open';
}

async function run(
  deps: Dependencies,
  { operation: name, parameters }: { operation: OperationName; parameters: SoapCall['parameters'] },
  context: Run,
): Promise<SoapResult> {
  const operation = OPERATIONS[name];
  const finished = soapCallSeconds.startTimer({ operation: name });
  try {
    return await operation.run(deps, (parameter) => storable(parameters[parameter] ?? ''), context);
  } catch (error) {
    context.request.log.error({ err: error, operation: name }, 'a SOAP call failed; QBWC got its answer for that');
    return operation.unavailable;
  } finally {
    finished();
  }
}

/** A text that PostgreSQL can store: NUL is no character of XML, but some write it. */
const storable = (text: string): string => text.replaceAll('\0', '\ufffd');

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
