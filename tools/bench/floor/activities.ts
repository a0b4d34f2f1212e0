/** Activities that do nothing but count, so that the bench knows how far the floor is. */
export const createFloorActivities = (applied: Map<number, number>) => ({
  load: async (): Promise<number> => 0,
  project: async (seq: number): Promise<void> => {
    applied.set(seq, (applied.get(seq) ?? 0) + 1);
  },
});

export type FloorActivities = ReturnType<typeof createFloorActivities>;
