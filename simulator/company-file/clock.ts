/** Where time comes from, so that a test can hold it. */
export type Clock = () => Date;

/** DATETIMETYPE with the offset, in UTC. */
export function dateTimeOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}+00:00`;
}

/** DATETYPE. */
export function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** A date some days later. */
export function addDays(date: string, days: number): string {
  return dateOf(new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000));
}
