import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppError } from '../../domain/errors.js';
import { isDatabaseAway } from '../shared/database-away.js';
import type { Dependencies } from '../shared/dependencies.js';
import { PasswordsBusy } from '../shared/password.js';
import { securityHeaders } from '../shared/security-headers.js';
import { BASE } from './access/cookies.js';
import { addAssets } from './assets.js';
import { messagePage } from './layout.js';
import type { Console } from './page.js';
import { ADD_PAGES } from './pages/index.js';

const FORM_LIMIT = 1024 * 1024;

/** No script or style but our own files, no frames, nothing from elsewhere. */
const HEADERS = securityHeaders({
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
});

/** The console: server-rendered pages for people, under /console. */
export async function consolePages(app: FastifyInstance, deps: Dependencies): Promise<void> {
  app.get('/', (_request, reply) => reply.redirect(BASE, 303));
  await app.register((scope) => underConsole(scope, deps), { prefix: BASE });
}

async function underConsole(app: FastifyInstance, deps: Dependencies): Promise<void> {
  app.addHook('onRequest', async (_request, reply) => {
    reply.helmet(HEADERS);
    reply.header('cache-control', 'no-store');
  });
  app.setErrorHandler((error, _request, reply) => sendError(reply, error));
  app.setNotFoundHandler((_request, reply) => {
    void sendMessage(reply, 404, 'Not found', 'There is no such page.');
  });
  app.removeAllContentTypeParsers();
  await app.register(formbody, { bodyLimit: FORM_LIMIT, parser: (body) => ({ form: body }) });
  addAssets(app);
  const console: Console = { app, deps };
  for (const add of ADD_PAGES) add(console);
}

const STATUS: Partial<Record<AppError['code'], { status: number; title: string }>> = {
  invalid: { status: 400, title: 'That did not work' },
  unauthorized: { status: 403, title: 'Not allowed' },
  notFound: { status: 404, title: 'Not found' },
  refused: { status: 409, title: 'Refused' },
  tooLarge: { status: 413, title: 'Too much at once' },
};

function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  const known = error instanceof AppError ? STATUS[error.code] : undefined;
  if (known !== undefined && error instanceof AppError)
    return sendMessage(reply, known.status, known.title, error.message);
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500)
    return sendMessage(reply, status, 'That did not work', 'The request cannot be read.');
  if (error instanceof PasswordsBusy)
    return sendMessage(reply, 503, 'Not available', 'Too many passwords are looked at now. Try again in some seconds.');
  reply.request.log.error({ err: error }, 'a page failed');
  return isDatabaseAway(error)
    ? sendMessage(reply, 503, 'Not available', 'The database does not answer. Try again in some seconds.')
    : sendMessage(reply, 500, 'A mistake of the server', `The log has the cause under request ${reply.request.id}.`);
}

const sendMessage = (reply: FastifyReply, status: number, title: string, message: string): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(messagePage(title, message).text);
