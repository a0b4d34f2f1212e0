import type { Activities } from '../../activities/index.js';
import type { Projection } from '../../activities/project-state.js';
import { nextInOrder } from '../../domain/event-order.js';
import { transition } from '../../domain/lifecycle.js';
import type { LifecycleEvent } from '../../domain/lifecycle-events.js';
import { type CausedChange, isAtRest, type LifecycleState } from '../../domain/lifecycle-state.js';
import type { SessionEvent } from '../../domain/session-events.js';
import { type LifecycleInput, type SessionInput, WORKFLOW } from '../../workflows/messages.js';
import type { Signal } from './post.js';

/** What a task did whose completion was lost: the next one does it again, together with what came since. */
type LostTask = { before: LifecycleState; events: readonly LifecycleEvent[] };
type ItemRun = { input: LifecycleInput; inbox: LifecycleEvent[]; state: LifecycleState; lost?: LostTask | undefined };
type SessionRun = { input: SessionInput; inbox: SessionEvent[]; appliedSeq: number };

/**
 * The two workflows without Temporal: the loops of `workflows/`, over the real order of events, the real transition table
 * and the real activities. A run that has ended is begun anew by the next signal, as `signalWithStart` does.
 */
export class WorkflowsInProcess {
  readonly #activities: Activities;
  readonly #repeats: boolean;
  readonly #items = new Map<string, ItemRun>();
  readonly #sessions = new Map<string, SessionRun>();
  readonly #former = new Map<number, Projection>();

  constructor(activities: Activities, repeats: boolean) {
    this.#activities = activities;
    this.#repeats = repeats;
  }

  async carry({ type, options }: Signal): Promise<void> {
    const { workflowId, args, signalArgs } = JSON.parse(JSON.stringify(options));
    const [{ events }] = signalArgs;
    if (type === WORKFLOW.transferLifecycle) await this.#hearItem(workflowId, args[0], events);
    else await this.#hearSession(workflowId, args[0], events);
  }

  /** The timers of all open sessions ring. */
  async ringTimers(): Promise<void> {
    for (const [id, run] of [...this.#sessions]) {
      const heard = await this.#activities.endLostSession(run.input, run.appliedSeq);
      await this.#hearSession(id, run.input, heard);
    }
  }

  async #hearItem(id: string, input: LifecycleInput, events: LifecycleEvent[]): Promise<void> {
    const run = this.#items.get(id) ?? { input, inbox: [], state: await this.#activities.loadState(input.itemId) };
    this.#items.set(id, run);
    run.inbox.push(...events);
    for (;;) {
      const { next, isGap } = nextInOrder(run.inbox, run.state.appliedSeq);
      const found = isGap ? await this.#activities.fetchEvents(input.itemId, run.state.appliedSeq) : next;
      if (found.length > 0) await this.#apply(run, found);
      run.inbox = run.inbox.filter((event) => event.seq > run.state.appliedSeq);
      if (run.inbox.length > 0) continue;
      if (isAtRest(run.state) && run.lost === undefined) this.#items.delete(id);
      return;
    }
  }

  async #apply(run: ItemRun, found: readonly LifecycleEvent[]): Promise<void> {
    const before = run.lost?.before ?? run.state;
    const events = [...(run.lost?.events ?? []), ...found];
    run.lost = this.#repeats && run.lost === undefined ? { before, events } : undefined;
    const changes: CausedChange[] = [];
    run.state = before;
    for (const event of events) {
      const step = transition(run.state, event);
      run.state = step.state;
      changes.push(...step.effects.map(({ change }) => ({ ...change, seq: event.seq })));
    }
    const { itemId } = run.input;
    const projection = { itemId, state: run.state, changes };
    const former = this.#former.get(itemId);
    this.#former.set(itemId, projection);
    await this.#activities.projectState(projection);
    if (!this.#repeats) return;
    await this.#activities.projectState(projection);
    if (former !== undefined) await this.#activities.projectState(former);
  }

  async #hearSession(id: string, input: SessionInput, events: readonly SessionEvent[]): Promise<void> {
    const run = this.#sessions.get(id) ?? { input, inbox: [], appliedSeq: 0 };
    this.#sessions.set(id, run);
    run.inbox.push(...events);
    for (;;) {
      const { next, isGap } = nextInOrder(run.inbox, run.appliedSeq);
      const found = isGap ? await this.#activities.fetchSessionEvents(input.sessionId, run.appliedSeq) : next;
      const last = found.at(-1);
      if (last === undefined) return;
      const telling = { sessionId: input.sessionId, after: run.appliedSeq, through: last.seq };
      await this.#activities.tellItems(telling);
      if (this.#repeats) await this.#activities.tellItems(telling);
      run.appliedSeq = last.seq;
      run.inbox = run.inbox.filter((event) => event.seq > run.appliedSeq);
      if (last.type === 'ended') {
        this.#sessions.delete(id);
        return;
      }
    }
  }
}
