// The text of a branch as boxes, one for each token, shaded by its probability.

import { element } from "./dom.js";
import { percent, quoted, visible } from "./format.js";

const pointOf = (event) => `${event.clientX} ${event.clientY}`;

/** Where the pointer was last; browsers also report a move when the page changes below it. */
let lastPoint = "";
document.addEventListener("pointermove", (event) => {
  lastPoint = pointOf(event);
});

/** A reader who has not scrolled up follows the end. */
const SCROLL_TOLERANCE = 40;

/** Shows tokens; one of them is in the tab order, and the arrow keys move from token to token. */
export class TokensView {
  #tokens = [];
  #buttons = [];
  #branch = null;
  #menu;
  #onFork;
  #prompt = element("span", { class: "prompt-text" });
  #list = element("span", { class: "token-list", role: "group", "aria-label": "Tokens" });

  /**
   * @param menu the menu of alternatives
   * @param onFork called with the index of a token, the token, and the alternative that was chosen for it
   */
  constructor(menu, onFork) {
    this.#menu = menu;
    this.#onFork = onFork;
    this.node = element("div", { class: "tokens", dir: "auto" }, this.#prompt, this.#list);
    this.#list.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** Shows another branch. */
  show(prompt, branch) {
    this.#menu.hide();
    this.#branch = branch;
    this.#prompt.textContent = prompt;
    this.#tokens = [];
    this.#buttons = [];
    this.#list.replaceChildren();
    this.update();
  }

  /** Adds the tokens that have arrived since. */
  update() {
    const { scrollTop, scrollHeight, clientHeight } = this.node;
    const isAtEnd = scrollTop + clientHeight > scrollHeight - SCROLL_TOLERANCE;
    const tokens = this.#branch.tokens;
    const forkAt = this.#branch.parent ? this.#branch.fork : -1;
    for (let index = this.#tokens.length; index < tokens.length; index++) {
      this.#add(tokens[index], index, forkAt);
    }
    if (isAtEnd) {
      this.node.scrollTop = this.node.scrollHeight;
    }
  }

  /** Moves the focus to a token without showing its alternatives. */
  focus(index) {
    this.#buttons[index]?.focus();
    this.#menu.hide();
  }

  #add(token, index, forkAt) {
    const origin = index < forkAt ? "inherited" : index === forkAt ? "chosen" : "generated";
    const probability = percent(token.probability);
    const names = { inherited: "", chosen: ", chosen alternative", generated: "" };
    const button = element(
      "button",
      {
        type: "button",
        class: "token",
        "data-origin": origin,
        "data-known": String(probability !== ""),
        tabindex: index === 0 ? "0" : "-1",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "aria-label": quoted(token.text) + (probability ? `, ${probability}` : "") + names[origin],
        onpointermove: (event) => this.#onHover(event, index),
        onpointerleave: () => this.#menu.hideSoon(),
        onfocus: () => this.#onFocus(index),
        onblur: () => this.#menu.hideSoon(),
        onclick: () => this.#enter(index),
      },
      visible(token.text),
    );
    button.style.setProperty("--share", token.probability === undefined ? 0 : 1 - token.probability);
    this.#tokens.push(token);
    this.#buttons.push(button);
    this.#list.append(button);
    if (token.text.endsWith("\n")) {
      this.#list.append(element("br"));
    }
  }

  #show(index) {
    this.#menu.show(this.#buttons[index], this.#tokens[index], (other) => this.#onFork(index, this.#tokens[index], other));
  }

  /** A token that moves below a resting pointer is not meant. */
  #onHover(event, index) {
    if (event.pointerType === "mouse" && pointOf(event) !== lastPoint) {
      this.#show(index);
    }
  }

  #enter(index) {
    this.#menu.enter(this.#buttons[index], this.#tokens[index], (other) => this.#onFork(index, this.#tokens[index], other));
  }

  #onFocus(index) {
    this.#buttons.forEach((button, i) => button.setAttribute("tabindex", i === index ? "0" : "-1"));
    if (this.#buttons[index].matches(":focus-visible")) {
      this.#show(index);
    }
  }

  #onKey(event) {
    const at = this.#buttons.indexOf(event.target);
    const last = this.#buttons.length - 1;
    const next = { ArrowRight: Math.min(at + 1, last), ArrowLeft: Math.max(at - 1, 0), Home: 0, End: last }[event.key];
    if (at >= 0 && next !== undefined) {
      event.preventDefault();
      this.#buttons[next].focus();
    } else if (at >= 0 && event.key === "ArrowDown") {
      event.preventDefault();
      this.#enter(at);
    }
  }
}
