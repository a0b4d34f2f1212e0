import type { SessionEvent } from './session-events.js';

/** What an operator sees as the current details of a session's workflow. Markdown. */
export function sessionCard(session: { sessionId: string; connectionId: string }, event: SessionEvent): string {
  const head = `**QBWC session** of connection \`${session.connectionId}\``;
  switch (event.type) {
    case 'batchSent':
      return `${head}\n\nA message set (${event.purpose}, ${event.records} records) is with the Web Connector since ${event.at}.`;
    case 'batchAnswered':
      return `${head}\n\nThe last answer came at ${event.at}: ${event.succeeded} succeeded, ${event.failed} failed.`;
    case 'ended':
      return `${head}\n\nEnded (${event.state}) at ${event.at}: ${event.summary}`;
  }
}
