import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/helpers/longest-first.js';
import { SummaryReporter } from './test/helpers/summary-reporter.js';

/** Folders whose tests need no server: they run at once. Everything else gets PostgreSQL and Temporal. */
const PURE = ['test/*.test.ts', 'test/{domain,qbxml,simulator,config,docs}/**/*.test.ts'];
/** What `npm test` leaves to `npm run test:all`: what takes long by its nature, or needs a browser. */
const LONG = ['test/**/*.long.test.ts'];
const SERVICES = ['test/helpers/services-setup.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    // Three, on two cores and on more: each waits a third of its time for the servers, which need the rest.
    maxWorkers: 3,
    // Modules are loaded once per process, not once per file: loading Temporal's SDK takes a second. So a test does not
    // count on finding the few caches and counters that they keep empty.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    hookTimeout: 60_000,
    testTimeout: 30_000,
    // On a machine that does something else, too.
    expect: { poll: { timeout: 15_000 } },
    reporters: ['default', new SummaryReporter()],
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, exclude: LONG } },
      {
        extends: true,
        test: {
          name: 'services',
          include: ['test/**/*.test.ts'],
          exclude: [...PURE, ...LONG],
          globalSetup: SERVICES,
        },
      },
      { extends: true, test: { name: 'long', include: LONG, globalSetup: SERVICES } },
    ],
  },
});
