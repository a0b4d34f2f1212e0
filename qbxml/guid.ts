/** Whether two GUIDs are the same; QuickBooks and people write them in either case, with or without braces. */
export const isSameGuid = (left: string, right: string): boolean => bare(left) === bare(right);

const bare = (guid: string): string =>
  guid
    .trim()
    .replace(/^\{|\}$/g, '')
    .toLowerCase();
