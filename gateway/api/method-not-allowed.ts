import { groupBy } from '../../domain/group-by.js';
import { sendProblem } from './problems.js';
import type { Api } from './route.js';

const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'] as const;

/** Answers 405, with what is allowed, for the other methods of every path that has a route. */
export function answerOtherMethods({ app, routes }: Api): void {
  for (const [url, known] of groupBy(routes, (route) => route.url)) {
    // An item may be called "ready": there the other methods are those of the item.
    if (/:kind\/(?:not-)?ready$/.test(url)) continue;
    const allowed = known.map(({ method }) => method);
    app.route({
      method: METHODS.filter((method) => !(allowed as readonly string[]).includes(method)),
      url,
      schema: { hide: true },
      exposeHeadRoute: false,
      onRequest: (request, reply, done) => {
        reply.header('allow', allowed.join(', '));
        void sendProblem(reply, 'methodNotAllowed', `Found ${request.method}, expected ${allowed.join(' or ')}.`);
        done();
      },
      handler: () => undefined,
    });
  }
}
