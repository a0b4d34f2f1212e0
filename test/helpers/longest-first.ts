import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take the longest, those of `npm run test:all` before those of `npm test`, in each the longest first. */
const LONG = [
  'property/histories.long.test.ts',
  'launcher/start.long.test.ts',
  'tools/chaos/harness.long.test.ts',
  'property/through-temporal.long.test.ts',
  'tools/attack/attack.long.test.ts',
  'tools/chaos/waits.long.test.ts',
  'tools/demo.long.test.ts',
  'launcher/killed-npm.long.test.ts',
  'workflows/mixed-versions.long.test.ts',
  'launcher/start.test.ts',
  'property/histories.test.ts',
  'faults/lost-answers.test.ts',
  'stories/sessions.test.ts',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const found = LONG.findIndex((file) => moduleId.endsWith(file));
  return found === -1 ? LONG.length : found;
};

/** Long files go first, so that at the end of a run nobody waits for one of them; otherwise the usual order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const projects = [...new Set(usual.map(({ project }) => project))];
    return projects.flatMap((project) =>
      usual.filter((file) => file.project === project).sort((one, other) => rank(one) - rank(other)),
    );
  }
}
