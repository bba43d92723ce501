// The text of a branch as boxes, one for each token, shaded by its probability.

import { element } from "./dom.js";
import { Flow } from "./flow.js";
import { percent, quoted, visible } from "./format.js";

const pointOf = (event) => `${event.clientX} ${event.clientY}`;

/** Where the pointer was last; browsers also report a move when the page changes below it. */
let lastPoint = "";
document.addEventListener("pointermove", (event) => {
  lastPoint = pointOf(event);
});

/** A reader who has not scrolled up follows the end. */
const SCROLL_TOLERANCE = 40;

const NAMES = { inherited: "", chosen: ", chosen alternative", generated: "" };

/** Shows tokens; one of them is in the tab order, and the arrow keys move from token to token. */
export class TokensView {
  #tokens = [];
  #boxes = [];
  /** The index of the box that is in the tab order. */
  #tabStop = 0;
  #branch = null;
  #isAtEnd = true;
  #menu;
  #onFork;
  #flow;

  /**
   * @param menu the menu of alternatives
   * @param onFork called with the index of a token, the token, and the alternative that was chosen for it
   */
  constructor(menu, onFork) {
    this.#menu = menu;
    this.#onFork = onFork;
    this.node = element("div", { class: "tokens", dir: "auto", role: "group", "aria-label": "Prompt and tokens" });
    this.#flow = new Flow(this.node, () => this.follow());
    this.node.addEventListener("scroll", () => {
      const { scrollTop, scrollHeight, clientHeight } = this.node;
      this.#isAtEnd = scrollTop + clientHeight > scrollHeight - SCROLL_TOLERANCE;
    });
    this.#listen("pointermove", (index, event) => this.#onHover(event, index));
    this.#listen("pointerout", () => this.#menu.hideSoon());
    this.#listen("focusin", (index) => this.#onFocus(index));
    this.#listen("focusout", () => this.#menu.hideSoon());
    this.#listen("click", (index) => this.#enter(index));
    this.#listen("keydown", (index, event) => this.#onKey(event, index));
  }

  /** Shows another branch. */
  show(prompt, branch) {
    this.#menu.hide();
    this.#branch = branch;
    this.#tokens = [];
    this.#boxes = [];
    this.#tabStop = 0;
    this.#isAtEnd = true;
    this.#flow.begin(element("span", { class: "prompt-text" }, prompt));
    this.update();
    this.follow();
  }

  /** Adds the tokens that have arrived since. */
  update() {
    const tokens = this.#branch.tokens;
    const forkAt = this.#branch.parent ? this.#branch.fork : -1;
    for (let index = this.#tokens.length; index < tokens.length; index++) {
      this.#add(tokens[index], index, forkAt);
    }
  }

  /** Scrolls to the end unless the reader has left it. Needs the layout, and so is called after all changes of a frame. */
  follow() {
    if (this.#isAtEnd) {
      this.node.scrollTop = this.node.scrollHeight;
    }
  }

  /** Moves the focus to a token without showing its alternatives. */
  focus(index) {
    this.#boxes[index]?.focus();
    this.#menu.hide();
  }

  /** Listens for all tokens at once: there may be thousands. */
  #listen(type, listener) {
    this.node.addEventListener(type, (event) => {
      const box = event.target.closest(".token");
      if (box) {
        listener(Number(box.dataset.index), event);
      }
    });
  }

  #add(token, index, forkAt) {
    const origin = index < forkAt ? "inherited" : index === forkAt ? "chosen" : "generated";
    const probability = percent(token.probability);
    const box = element(
      "button",
      {
        type: "button",
        class: "token",
        "data-index": index,
        "data-origin": origin,
        "data-known": String(probability !== ""),
        tabindex: index === this.#tabStop ? "0" : "-1",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "aria-label": quoted(token.text) + (probability ? `, ${probability}` : "") + NAMES[origin],
      },
      visible(token.text),
    );
    box.style.setProperty("--share", token.probability === undefined ? 0 : 1 - token.probability);
    this.#tokens.push(token);
    this.#boxes.push(box);
    this.#flow.append(box);
    if (token.text.endsWith("\n")) {
      this.#flow.breakLine();
    }
  }

  #show(index) {
    this.#menu.show(this.#boxes[index], this.#tokens[index], (other) => this.#onFork(index, this.#tokens[index], other));
  }

  /** A token that moves below a resting pointer is not meant. */
  #onHover(event, index) {
    if (event.pointerType === "mouse" && pointOf(event) !== lastPoint) {
      this.#show(index);
    }
  }

  #enter(index) {
    this.#menu.enter(this.#boxes[index], this.#tokens[index], (other) => this.#onFork(index, this.#tokens[index], other));
  }

  #onFocus(index) {
    this.#boxes[this.#tabStop].setAttribute("tabindex", "-1");
    this.#boxes[index].setAttribute("tabindex", "0");
    this.#tabStop = index;
    if (this.#boxes[index].matches(":focus-visible")) {
      this.#show(index);
    }
  }

  #onKey(event, at) {
    const last = this.#boxes.length - 1;
    const next = { ArrowRight: Math.min(at + 1, last), ArrowLeft: Math.max(at - 1, 0), Home: 0, End: last }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      this.#boxes[next].focus();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.#enter(at);
    }
  }
}
