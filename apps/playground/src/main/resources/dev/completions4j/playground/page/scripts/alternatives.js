// The menu of a token's alternatives: shown on hover and focus, walked with the arrow keys.

import { element, uniqueId } from "./dom.js";
import { percent, quoted } from "./format.js";

const HIDE_DELAY = 200;
const MARGIN = 8;

/** One menu for the page, which belongs to one token at a time. */
export class AlternativesMenu {
  #owner = null;
  #timer = 0;
  #heading = element("p", { class: "menu-heading", id: uniqueId("menu-heading") });
  #items = element("div", { role: "menu", "aria-labelledby": this.#heading.id });
  #note = element("p", { class: "hint" });
  #node = element("aside", { class: "menu", "aria-label": "Alternatives", hidden: true }, this.#heading, this.#items, this.#note);

  constructor() {
    document.body.append(this.#node);
    this.#node.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    this.#node.addEventListener("pointerleave", () => this.hideSoon());
    this.#items.addEventListener("keydown", (event) => this.#onKey(event));
    this.#node.addEventListener("focusout", (event) => {
      if (!this.#node.contains(event.relatedTarget) && event.relatedTarget !== this.#owner) {
        this.hide();
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#owner) {
        this.#close();
      }
    });
    document.addEventListener("scroll", () => this.#place(), { passive: true, capture: true });
    addEventListener("resize", () => this.#place());
  }

  /** Shows the alternatives of a token below its box; onChoose is called with the chosen one. */
  show(owner, token, onChoose) {
    clearTimeout(this.#timer);
    if (this.#owner === owner) {
      return;
    }
    this.hide();
    this.#owner = owner;
    owner.setAttribute("aria-expanded", "true");
    const probability = percent(token.probability);
    this.#heading.textContent = quoted(token.text) + (probability ? ` · ${probability}` : "");
    const others = token.top.filter((other) => other.text !== token.text);
    this.#items.replaceChildren(...others.map((other) => this.#item(other, onChoose)));
    this.#items.hidden = others.length === 0;
    this.#note.textContent =
      others.length > 0 ? "Choose one to continue from there." : "The server sent no alternatives for this token.";
    this.#node.hidden = false;
    this.#place();
  }

  /** Shows the alternatives and moves the focus to the first one. */
  enter(owner, token, onChoose) {
    this.show(owner, token, onChoose);
    this.#items.querySelector("button")?.focus();
  }

  hideSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#node.contains(document.activeElement)) {
        this.hide();
      }
    }, HIDE_DELAY);
  }

  hide() {
    clearTimeout(this.#timer);
    this.#owner?.setAttribute("aria-expanded", "false");
    this.#owner = null;
    this.#node.hidden = true;
  }

  /** Hides the menu; a focus inside goes back to the token. */
  #close() {
    const owner = this.#owner;
    if (this.#node.contains(document.activeElement)) {
      owner.focus();
    }
    this.hide();
  }

  #item(other, onChoose) {
    const bar = element("span", { class: "bar" });
    bar.style.setProperty("--share", other.probability ?? 0);
    return element(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: "-1",
        "aria-label": `${quoted(other.text)}, ${percent(other.probability)}`,
        onclick: () => {
          this.#close();
          onChoose(other);
        },
      },
      element("span", { class: "text" }, quoted(other.text)),
      bar,
      element("span", { class: "percent" }, percent(other.probability)),
    );
  }

  #onKey(event) {
    const items = [...this.#items.children];
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      items[(next + items.length) % items.length].focus();
    } else if (event.key === "Tab") {
      this.#close();
    }
  }

  #place() {
    if (!this.#owner) {
      return;
    }
    const box = this.#owner.getBoundingClientRect();
    const width = this.#node.offsetWidth;
    const height = this.#node.offsetHeight;
    const left = Math.min(box.left, document.documentElement.clientWidth - width - MARGIN);
    const fitsBelow = box.bottom + height + MARGIN <= innerHeight || box.top < height + MARGIN;
    this.#node.style.left = `${Math.max(MARGIN, left)}px`;
    this.#node.style.top = `${fitsBelow ? box.bottom + 2 : box.top - height - 2}px`;
  }
}
