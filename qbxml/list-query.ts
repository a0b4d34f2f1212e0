import { type RequestAnswer, textOf } from './envelope.js';
import { escapeText } from './escape.js';
import { checkNotEmpty, each, group, request, scalar, write } from './grammar.js';
import { fullNameOf, type List } from './names.js';
import { isTrue, requiredText } from './ret.js';
import { id, line, oneOf, type Scalar } from './scalars.js';
import type { Node } from './xml-node.js';

/** A list entry as QuickBooks has it; `ret` is the element's name, which tells the kind of an item. */
export type ListEntryRet = {
  ret: string;
  listId: string;
  name: string | undefined;
  /** With the levels above it; the name itself in a flat list. */
  fullName: string | undefined;
  isActive: boolean;
  email: string | undefined;
  editSequence: string | undefined;
};

export const listEntryRet = (node: Node): ListEntryRet => ({
  ret: node.name,
  listId: requiredText(node, 'ListID'),
  name: textOf(node, 'Name'),
  fullName: textOf(node, 'FullName') ?? textOf(node, 'Name'),
  isActive: textOf(node, 'IsActive') === undefined || isTrue(node, 'IsActive'),
  email: textOf(node, 'Email'),
  editSequence: textOf(node, 'EditSequence'),
});

export type NameMatch = { readonly criterion: 'StartsWith' | 'Contains' | 'EndsWith'; readonly name: string };

const listQuery = (list: List) => {
  const fullName: Scalar<string> = (value, field) => escapeText(fullNameOf(value, list, field));
  return [
    each('ListID', id),
    each('FullName', fullName),
    scalar('ActiveStatus', oneOf('ActiveOnly', 'InactiveOnly', 'All')),
    group('NameFilter', [
      scalar('MatchCriterion', oneOf('StartsWith', 'Contains', 'EndsWith')),
      scalar('Name', line(list.levelMax)),
    ] as const),
  ] as const;
};

/** The queries of one list. Names are the PSA's; `~` in them parts levels where the list has any. */
export function listQueries<const Type extends string>(type: Type, list: List) {
  const fields = listQuery(list);
  return {
    type,
    byListIds(requestId: string, listIds: readonly string[]): string {
      checkNotEmpty(listIds, 'ListIDs');
      return request(type, requestId, write(fields, { ListID: listIds }));
    },
    /** A name that QuickBooks does not have gives status 500, with the others' data. */
    byFullNames(requestId: string, names: readonly string[]): string {
      checkNotEmpty(names, 'names');
      return request(type, requestId, write(fields, { FullName: names }));
    },
    /** Inactive entries too: they are invisible by default, yet their names are taken (P805). */
    byNameFilter: (requestId: string, match: NameMatch): string =>
      request(
        type,
        requestId,
        write(fields, { ActiveStatus: 'All', NameFilter: { MatchCriterion: match.criterion, Name: match.name } }),
      ),
    /** ItemQuery answers with a Ret element per kind of item, so every Ret counts. */
    parse: ({ node }: RequestAnswer): ListEntryRet[] =>
      node.children.filter((each) => each.name.endsWith('Ret')).map(listEntryRet),
  };
}
