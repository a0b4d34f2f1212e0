import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/source-files.js';

const WORKFLOW = `
import { proxyActivities } from '@temporalio/workflow';
const { save } = proxyActivities<{ save(id: string): Promise<void> }>({ startToCloseTimeout: '1 minute' });
export async function transfer(id: string): Promise<void> {
  CALL;
}
`;

describe('npm run lint', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'psa-quickbooks-lint-'));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    const tsconfig = { extends: path.join(ROOT, 'tsconfig.json'), include: ['*.ts'] };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** What our lint rules say of a workflow with this call. */
  async function lint(call: string): Promise<{ code: number; output: string }> {
    writeFileSync(path.join(folder, 'transfer.ts'), WORKFLOW.replace('CALL', call));
    const oxlint = path.join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint');
    const args = [oxlint, '--type-aware', '-c', path.join(ROOT, '.oxlintrc.json'), 'transfer.ts'];
    try {
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
      return { code: 0, output: stdout };
    } catch (error) {
      const failed = error as { code: number; stdout: string; stderr: string };
      return { code: failed.code, output: failed.stdout + failed.stderr };
    }
  }

  it('reports an activity call that a workflow does not await', async () => {
    const { code, output } = await lint('save(id)');

    expect(output).toContain('no-floating-promises');
    expect(code).not.toBe(0);
  });

  it('has nothing against one that it awaits', async () => {
    expect(await lint('await save(id)')).toMatchObject({ code: 0 });
  });
});
