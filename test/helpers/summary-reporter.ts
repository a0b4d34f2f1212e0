import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends the run with a line `N passed, N failed`, the very last that is printed. A file that does not load and an error
 * outside of tests count as failed, and so does a run that fails without either (nothing found, setup failed).
 */
export class SummaryReporter implements Reporter {
  private passed = 0;
  private failed = 0;

  onInit(): void {
    process.once('exit', () => {
      const failed = this.failed === 0 && process.exitCode ? 1 : this.failed;
      process.stdout.write(`${this.passed} passed, ${failed} failed\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    this.passed = 0;
    this.failed = unhandledErrors.length;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') this.passed++;
        else if (state !== 'skipped') this.failed++;
      }
      // What went wrong outside of its tests: it did not load, or a hook threw.
      this.failed += module.errors().length;
      for (const suite of module.children.allSuites()) this.failed += suite.errors().length;
    }
    if (this.failed > 0) process.exitCode = 1;
  }
}
