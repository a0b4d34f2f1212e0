/**
 * Lets a program go on when nobody reads its output any more (`| head`, `| tee log` after Ctrl-C): what it prints is lost,
 * what it does is not.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
