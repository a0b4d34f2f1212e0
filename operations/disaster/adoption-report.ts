import { KIND_LABEL } from '../../domain/kinds.js';
import type { AdoptionRun, ReportLine } from '../../store/adoption.js';

/** More than anybody reads; the rest is counted. */
const SHOWN = 200;

/** What was found, in words: what is (or would be) adopted, what is sent, what is unclear, and what to do next. */
export function reportLines(run: AdoptionRun, findings: readonly ReportLine[]): string[] {
  const of = (verdict: ReportLine['verdict']) => findings.filter((finding) => finding.verdict === verdict);
  const isDone = run.state === 'done';
  const absent = of('absent');
  const toSend = absent.filter(({ ready }) => ready);
  return [
    ...section(
      `${isDone ? 'Adopted' : 'Would be adopted'}: QuickBooks has`,
      of('found'),
      ({ txnId }) => ` as ${txnId}`,
    ),
    ...section(
      `${isDone ? 'Sent by this or the next session' : 'Would be sent'}: ready, and QuickBooks has not`,
      toSend,
    ),
    ...section('Unclear, for people to settle by hand', of('unclear'), ({ candidates }) =>
      candidates.length === 0 ? ': QuickBooks did not answer' : `: may be ${candidates.join(', ')}`,
    ),
    `Not in QuickBooks and not ready: ${absent.length - toSend.length}, they stay as they are.`,
    NEXT[run.state],
  ];
}

const NEXT: Record<AdoptionRun['state'], string> = {
  looking: 'Not everything has been asked yet: run the Web Connector, then call this again.',
  looked:
    'Nothing was changed, and nothing is sent until you decide: --apply adopts (QuickBooks is asked again), --cancel ends the search.',
  done: 'The search is over; the connection sends again.',
  canceled: 'The search was canceled; nothing was changed.',
};

function section(title: string, lines: readonly ReportLine[], more: (line: ReportLine) => string = () => ''): string[] {
  if (lines.length === 0) return [`${title}: nothing.`];
  const shown = lines.slice(0, SHOWN).map((line) => `  ${nameOf(line)}${more(line)}`);
  const rest = lines.length > SHOWN ? [`  and ${lines.length - SHOWN} more`] : [];
  return [`${title} (${lines.length}):`, ...shown, ...rest];
}

const nameOf = ({ kind, number, psaId, key, generation }: ReportLine): string =>
  `${KIND_LABEL[kind]} ${number}${number === psaId ? '' : ` (${psaId})`}, ${key}${generation === 1 ? '' : `, generation ${generation}`}`;
