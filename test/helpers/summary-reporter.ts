import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends the run with one line `failed: WHERE: WHY` for each failure and a line `N passed, N failed`, the very last that is
 * printed. A file that does not load and an error outside of tests count as failed, and so does a run that fails without
 * either (nothing found, setup failed).
 */
export class SummaryReporter implements Reporter {
  private passed = 0;
  private failures: string[] = [];

  onInit(): void {
    process.once('exit', () => {
      if (this.failures.length === 0 && process.exitCode) {
        this.fail('the run', { message: `it ended with exit code ${process.exitCode}, see above` });
      }
      process.stdout.write([...this.failures, `${this.passed} passed, ${this.failures.length} failed`, ''].join('\n'));
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    this.passed = 0;
    this.failures = [];
    for (const error of unhandledErrors) this.fail('outside of tests', error);
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === 'passed') this.passed++;
        else if (state !== 'skipped') this.fail(`${module.relativeModuleId} > ${test.fullName}`, errors?.[0]);
      }
      // What went wrong outside of its tests: it did not load, or a hook threw.
      for (const error of module.errors()) this.fail(module.relativeModuleId, error);
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors()) this.fail(`${module.relativeModuleId} > ${suite.fullName}`, error);
      }
    }
    if (this.failures.length > 0) process.exitCode = 1;
  }

  /** One line, however many the message has: whoever sees only the end of the output sees what failed. */
  private fail(where: string, error: { message: string } | undefined): void {
    const why = error?.message.split('\n', 1)[0] ?? 'it did not end';
    this.failures.push(`failed: ${where}: ${why}`);
  }
}
