/** One element. All text stays text; entities are decoded. `text` is the element's own character data. */
export type Node = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Node[];
  readonly text: string;
};

/** The first child of that name. */
export const child = (node: Node, name: string): Node | undefined => node.children.find((each) => each.name === name);

/** All children of that name, in document order. */
export const children = (node: Node, name: string): Node[] => node.children.filter((each) => each.name === name);

/** The text of the first child of that name; undefined when there is no such child. */
export const textOf = (node: Node, name: string): string | undefined => child(node, name)?.text;
