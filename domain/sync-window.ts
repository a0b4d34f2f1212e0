import { minuteIn } from './time-zone.js';

/** The hours of the day in which sessions may begin, by the clocks of a zone: nobody can work in QuickBooks during one. */
export type SyncWindow = {
  /** `19:00` */
  from: string;
  /** `07:00`; itself outside. Before `from`: on the next day. The same as `from`: the whole day. */
  to: string;
  timeZone: string;
};

export function isWithin({ from, to, timeZone }: SyncWindow, at: string): boolean {
  const clock = minuteIn(timeZone, at).slice(11);
  return from < to ? from <= clock && clock < to : from <= clock || clock < to;
}

export const syncWindowText = ({ from, to, timeZone }: SyncWindow): string => `${from} to ${to}, ${timeZone}`;
