/** What people typed, without what PostgreSQL cannot store: NUL and half characters. */
export const storable = (text: string | null): string => (text ?? '').replace(/\0|\p{Surrogate}/gu, '').trim();
