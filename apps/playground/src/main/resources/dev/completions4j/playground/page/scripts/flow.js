// Boxes that flow as one text. Full blocks of lines no longer change, so a long text costs no more per frame than a short one.

import { element } from "./dom.js";

/** How many boxes a block has before it is closed at the end of a line. */
const BLOCK_SIZE = 200;
const REFLOW_DELAY = 150;

/** The content of an element: blocks of whole lines, of which only the last one changes. */
export class Flow {
  #node;
  #block = element("div");
  /** The boxes of the last block. */
  #boxes = [];
  #width = 0;
  #timer = 0;
  #onReflow;

  /**
   * @param node scrolls the content
   * @param onReflow called after all lines have changed
   */
  constructor(node, onReflow) {
    this.#node = node;
    this.#onReflow = onReflow;
    new ResizeObserver(() => this.#onResize()).observe(node);
  }

  /** Replaces the content by an element at the beginning. */
  begin(lead) {
    this.#boxes = [];
    this.#block = element("div", {}, lead);
    this.#node.replaceChildren(this.#block);
  }

  append(box) {
    this.#boxes.push(box);
    this.#block.append(box);
    if (this.#boxes.length % BLOCK_SIZE === 0) {
      this.#settle();
    }
  }

  breakLine() {
    this.#block.append(element("br"));
  }

  /** Closes the last block before its last line, which may go on. */
  #settle() {
    const lastLine = this.#boxes.slice(this.#startOfLastLine());
    // An element that moves loses the focus.
    if (lastLine.length < this.#boxes.length && !lastLine.includes(document.activeElement)) {
      const full = this.#block;
      this.#boxes = lastLine;
      this.#block = element("div", {}, ...siblingsFrom(lastLine[0]));
      full.after(this.#block);
      full.style.setProperty("contain-intrinsic-block-size", `auto ${full.offsetHeight}px`);
      full.className = "full-block";
    }
  }

  #startOfLastLine() {
    for (let i = this.#boxes.length - 1; i > 0; i--) {
      const before = this.#boxes[i - 1];
      if (this.#boxes[i].offsetTop > before.offsetTop + before.offsetHeight / 2) {
        return i;
      }
    }
    return 0;
  }

  /** Lines break elsewhere when the width changes, so the blocks no longer end with a line. */
  #onResize() {
    const width = this.#node.clientWidth;
    if (width !== this.#width) {
      this.#width = width;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#reflow(), REFLOW_DELAY);
    }
  }

  #reflow() {
    if (this.#node.children.length < 2) {
      return;
    }
    const focused = document.activeElement;
    const place = this.#node.scrollTop / this.#node.scrollHeight;
    const [lead, ...rest] = [...this.#node.children].flatMap((block) => [...block.childNodes]);
    this.begin(lead);
    for (const node of rest) {
      if (node.matches("br")) {
        this.#block.append(node);
      } else {
        this.append(node);
      }
    }
    if (rest.includes(focused)) {
      focused.focus({ preventScroll: true });
    }
    this.#node.scrollTop = place * this.#node.scrollHeight;
    this.#onReflow();
  }
}

function siblingsFrom(node) {
  const siblings = [];
  for (let each = node; each !== null; each = each.nextSibling) {
    siblings.push(each);
  }
  return siblings;
}
