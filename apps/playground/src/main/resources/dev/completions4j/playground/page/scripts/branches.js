// The tree of branches of one server: each continues another one from some token on.

/** A text and the stream that generates its end. */
export class Branch {
  children = [];

  /**
   * @param parent null for the root
   * @param fork how many tokens of the parent's text remain
   * @param alternative the token that takes the place of the next one; null for the root
   */
  constructor(parent, fork, alternative) {
    this.parent = parent;
    this.fork = fork;
    this.alternative = alternative;
    this.stream = null;
    parent?.children.push(this);
  }

  /** The tokens that were there before this branch's stream: the parent's, and the alternative. */
  get inherited() {
    return this.parent ? [...this.parent.tokens.slice(0, this.fork), this.alternative] : [];
  }

  /** All tokens after the prompt. */
  get tokens() {
    return [...this.inherited, ...(this.stream?.tokens ?? [])];
  }

  /** How many branches are above this one. */
  get depth() {
    return this.parent ? this.parent.depth + 1 : 0;
  }
}

/** Returns a branch and all below it, in the order in which a tree shows them. */
export function flatten(branch) {
  return [branch, ...branch.children.flatMap(flatten)];
}
