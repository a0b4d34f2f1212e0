import { AppError } from '../../../domain/errors.js';
import { groupBy } from '../../../domain/group-by.js';
import type { ItemKind } from '../../../domain/kinds.js';
import { commandGiven } from '../../../observability/events.js';
import { memberIds } from '../../../store/batch-list.js';
import type { Connection } from '../../../store/connections.js';
import { matchingIds } from '../../../store/console-list.js';
import { dryRun, type Forecast } from '../bulk/dry-run.js';
import { beginBulkAction } from '../bulk/run.js';
import { isVerb, VERBS, type Verb } from '../commands.js';
import { type Html, html } from '../html.js';
import { csrfField, itemsUrl, itemUrl, page } from '../layout.js';
import { connectionOfPath, kindOfPath } from '../lookups.js';
import { type Answer, addPage, type Call, type Console, safeBack } from '../page.js';
import { whatToDo } from '../parts/cause-link.js';
import { actionsUrl } from '../parts/item-table.js';
import { plural, thousands } from '../parts/marks.js';
import { readState, toFilter, toSort } from '../search-state.js';
import { MAX_BULK } from './search.js';

/** Set (Selected) as Ready / Not Ready: a dry run first where there is something to say (S11), then the command. */
export function addActionPages(console: Console): void {
  addPage(console, { method: 'POST', url: '/c/:c/actions/:kind', role: 'operator', handle: previewOrDo });
  addPage(console, { method: 'POST', url: '/c/:c/actions/:kind/confirmed', role: 'operator', handle: confirmed });
}

type Asked = {
  connection: Connection;
  kind: ItemKind;
  verb: Verb;
  psaIds: readonly string[];
  back: string;
  batches: readonly string[];
};

async function read(call: Call, connection: Connection): Promise<Asked> {
  const kind = kindOfPath(call);
  const { form } = call;
  const verb = form.get('verb') ?? '';
  if (!isVerb(verb)) throw new AppError('invalid', 'The form does not say what to do.');
  const state = readState(new URLSearchParams(form.get('query') ?? ''));
  const batches = form.getAll('batch').slice(0, 100);
  if (kind === 'invoices' && batches.length > 0) {
    const members = await Promise.all(batches.map((id) => memberIds(call.deps.database, connection.id, id)));
    return {
      connection,
      kind,
      verb,
      psaIds: [...new Set(members.flat())].slice(0, MAX_BULK),
      back: safeBack(form.get('back')),
      batches,
    };
  }
  const psaIds =
    form.get('all') === '1'
      ? await matchingIds(
          call.deps.database,
          toFilter(state, { connectionId: connection.id, kind, zone: call.zone }),
          toSort(state),
          MAX_BULK,
        )
      : [...new Set(form.getAll('id'))].slice(0, MAX_BULK);
  return { connection, kind, verb, psaIds, back: safeBack(form.get('back')), batches: [] };
}

async function previewOrDo(call: Call): Promise<Answer> {
  const { connection, connections } = await connectionOfPath(call);
  const asked = await read(call, connection);
  // Before anything is looked at: what is transferred meanwhile was not asked for.
  const askedAt = call.deps.now();
  const forecasts = await dryRun(call.deps.database, { ...asked, connectionId: connection.id });
  const [only] = forecasts;
  const isPlain = asked.psaIds.length === 1 && only?.outcome === 'goes' && only.reason === undefined;
  if (isPlain) return carryOut(call, asked, []);
  return page(call, {
    title: asked.psaIds.length === 1 ? VERBS[asked.verb].one : VERBS[asked.verb].many,
    active: asked.kind,
    connection,
    connections,
    body: preview(call, asked, forecasts, askedAt),
  });
}

async function confirmed(call: Call): Promise<Answer> {
  const { connection } = await connectionOfPath(call);
  const asked = await read(call, connection);
  if (asked.psaIds.length === 0) return { redirect: asked.back };
  const mayRetransfer = asked.verb === 'ready' && asked.batches.length === 0 && call.form.get('retransfer') === '1';
  return carryOut(call, asked, mayRetransfer ? await duplicatesAskedFor(call, asked) : []);
}

/** Of those that were transferred when the question was asked. What was transferred since, nobody wants twice. */
async function duplicatesAskedFor(call: Call, asked: Asked): Promise<string[]> {
  const askedAt = call.form.get('asked-at') ?? '';
  const forecasts = await dryRun(call.deps.database, { ...asked, connectionId: asked.connection.id });
  return forecasts.flatMap(({ outcome, psaId, transferredAt }) =>
    outcome === 'duplicate' && transferredAt !== null && transferredAt < askedAt ? [psaId] : [],
  );
}

async function carryOut(call: Call, asked: Asked, retransferIds: readonly string[]): Promise<Answer> {
  const { connection, kind, verb, psaIds, back } = asked;
  const named = { connectionId: connection.id, kind, verb, psaIds, retransferIds, userName: call.user.name };
  const id = await beginBulkAction(call.deps, named);
  const given = { connectionId: connection.id, kind, items: psaIds.length, bulkActionId: id } as const;
  commandGiven(call.request.log, { command: verb, ...given, via: 'console', by: call.user.name });
  if (psaIds.length > 100) return { redirect: itemsUrl(connection.id, `actions/run/${id}`) };
  return { redirect: `${back}${back.includes('?') ? '&' : '?'}action=${id}` };
}

const OUTCOMES = [
  { outcome: 'goes', title: 'will be set' },
  { outcome: 'duplicate', title: 'would be transferred again' },
  { outcome: 'nothing', title: 'stay as they are' },
  { outcome: 'refused', title: 'are refused' },
] as const satisfies readonly { outcome: Forecast['outcome']; title: string }[];

function preview(call: Call, asked: Asked, forecasts: readonly Forecast[], askedAt: string): Html {
  const by = groupBy(forecasts, ({ outcome }) => outcome);
  const count = (outcome: Forecast['outcome']): number => by.get(outcome)?.length ?? 0;
  // A batch is never transferred again as a whole.
  const [goes, duplicates] = [count('goes'), asked.batches.length > 0 ? 0 : count('duplicate')];
  return html`<section class="card"><h2>Nothing has been changed yet</h2>
  ${asked.psaIds.length === 0 && html`<p>Nothing is selected. Tick rows of the list first.</p>`}
  ${asked.psaIds.length === MAX_BULK && html`<p class="notice wait">One command takes ${thousands(MAX_BULK)} items at most: these are the first. Do it again for the rest.</p>`}
  <ul class="forecast">${OUTCOMES.filter(({ outcome }) => count(outcome) > 0).map(
    ({ outcome, title }) =>
      html`<li class="${outcome}"><strong>${plural(count(outcome), 'item')}</strong> ${title}${reasons(asked, by.get(outcome) ?? [])}</li>`,
  )}</ul>
  <form method="post" action="${actionsUrl(asked.connection.id, asked.kind)}/confirmed">${csrfField(call)}
  <input type="hidden" name="verb" value="${asked.verb}"><input type="hidden" name="back" value="${asked.back}">
  <input type="hidden" name="asked-at" value="${askedAt}">${selection(call, asked)}
  ${
    duplicates > 0 &&
    html`<label class="check warning"><input type="checkbox" name="retransfer" value="1" ${goes === 0 && 'required'}>
    Transfer ${duplicates === 1 ? 'the transferred one' : `the ${duplicates} transferred ones`} again: this makes a duplicate record in QuickBooks for each</label>`
  }
  <div class="buttons">
  ${goes + duplicates > 0 && html`<button class="primary">${goes > 0 ? `Go on with ${plural(goes, 'item')}` : 'Transfer again'}</button>`}
  <a class="button" href="${asked.back}">${goes + duplicates > 0 ? 'Cancel' : 'Back to the list'}</a></div></form></section>`;
}

/** The ids themselves, or the search that selects them. */
function selection(call: Call, { psaIds, batches }: Asked): Html | Html[] {
  if (batches.length > 0) return batches.map((id) => html`<input type="hidden" name="batch" value="${id}">`);
  if (call.form.get('all') !== '1') return psaIds.map((id) => html`<input type="hidden" name="id" value="${id}">`);
  return html`<input type="hidden" name="all" value="1"><input type="hidden" name="query" value="${call.form.get('query')}">`;
}

function reasons({ connection, kind }: Asked, forecasts: readonly Forecast[]): Html | undefined {
  const byReason = groupBy(
    forecasts.filter(({ reason }) => reason !== undefined),
    ({ reason }) => reason ?? '',
  );
  if (byReason.size === 0) return undefined;
  return html`<ul>${[...byReason]
    .slice(0, 20)
    .map(
      ([reason, those]) =>
        html`<li>${reason}${whatToDo(reason)} <span class="muted">(${those
          .slice(0, 5)
          .map(
            ({ number, psaId }, index) =>
              html`${index > 0 && ', '}<a href="${itemUrl(connection.id, kind, psaId)}">${number || psaId}</a>`,
          )}${those.length > 5 && ` and ${those.length - 5} more`})</span></li>`,
    )}</ul>`;
}
