import type { Figure } from './report.js';
import type { Stage } from './stage.js';

/** What a part of the bench is given. */
export type PartContext = {
  quick: boolean;
  /** Shows progress. */
  say: (line: string) => void;
  /** The product, started for this part; it is stopped when the part is over. */
  stage: (options: { withWorker: boolean }) => Promise<Stage>;
};

/** One part: measures, and gives its lines of the table. */
export type Part = (context: PartContext) => Promise<Figure[]>;
