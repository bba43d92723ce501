// The branches of a column as an ARIA tree.

import { element, setText, uniqueId } from "./dom.js";
import { flatten } from "./branches.js";
import { count, quoted } from "./format.js";

/** Shows the branches below a root; the arrow keys walk, Enter and a click choose. */
export class TreeView {
  #root = null;
  #current = null;
  #items = new Map();
  #onSelect;
  #tree = element("ul", { role: "tree", "aria-label": "Branches", class: "tree" });

  constructor(onSelect) {
    this.#onSelect = onSelect;
    this.node = element("div", { class: "branches", hidden: true }, element("h3", {}, "Branches"), this.#tree);
    this.#tree.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** Shows all branches of a root, of which one is chosen. */
  show(root, current) {
    this.#root = root;
    this.#current = current;
    this.node.hidden = root.children.length === 0;
    const hadFocus = this.#tree.contains(document.activeElement);
    this.#items.clear();
    this.#tree.replaceChildren(...(this.node.hidden ? [] : [this.#item(root, 1, 1, 1)]));
    if (hadFocus) {
      this.#items.get(current)?.focus();
    }
  }

  /** Writes the states and sizes anew. */
  update() {
    this.#items.forEach((item, branch) => {
      setText(item.querySelector(":scope > .label > .size"), sizeOf(branch));
    });
  }

  #item(branch, level, position, size) {
    const isCurrent = branch === this.#current;
    const children = branch.children.map((child, i) => this.#item(child, level + 1, i + 1, branch.children.length));
    const labelId = uniqueId("branch");
    const item = element(
      "li",
      {
        role: "treeitem",
        "aria-labelledby": labelId,
        "aria-level": level,
        "aria-posinset": position,
        "aria-setsize": size,
        "aria-selected": String(isCurrent),
        "aria-expanded": children.length > 0 ? "true" : null,
        tabindex: isCurrent ? "0" : "-1",
        onclick: (event) => {
          event.stopPropagation();
          this.#onSelect(branch);
        },
      },
      element(
        "span",
        { class: "label", id: labelId },
        element("span", { class: "name" }, nameOf(branch)),
        element("span", { class: "size" }, sizeOf(branch)),
      ),
      children.length > 0 ? element("ul", { role: "group" }, ...children) : null,
    );
    this.#items.set(branch, item);
    return item;
  }

  #onKey(event) {
    const branches = flatten(this.#root);
    const branch = branches.find((each) => this.#items.get(each) === event.target);
    if (!branch) {
      return;
    }
    const at = branches.indexOf(branch);
    const target = {
      ArrowDown: branches[at + 1],
      ArrowUp: branches[at - 1],
      ArrowRight: branch.children[0],
      ArrowLeft: branch.parent,
      Home: branches[0],
      End: branches.at(-1),
    }[event.key];
    if (target) {
      event.preventDefault();
      this.#focus(target);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#onSelect(branch);
    }
  }

  #focus(branch) {
    this.#items.forEach((item, each) => item.setAttribute("tabindex", each === branch ? "0" : "-1"));
    this.#items.get(branch).focus();
  }
}

function nameOf(branch) {
  return branch.parent ? `${quoted(branch.alternative.text)} at token ${branch.fork + 1}` : "First answer";
}

function sizeOf(branch) {
  return `${count(branch.stream.tokens.length, "token")}, ${branch.stream.state}`;
}
