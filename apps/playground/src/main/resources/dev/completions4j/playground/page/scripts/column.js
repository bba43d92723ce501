// What one server does with the prompt: its branches, of which one is shown, with its controls and counters.

import { announce } from "./announcer.js";
import { Branch, flatten } from "./branches.js";
import { element, setText, uniqueId } from "./dom.js";
import { draw } from "./drawing.js";
import { failureBox } from "./failure.js";
import { count, grouped, quoted } from "./format.js";
import { Stream } from "./stream.js";
import { Timeline } from "./timeline.js";
import { TokensView } from "./tokens.js";
import { TreeView } from "./tree.js";

const STATES = {
  waiting: "Waiting",
  streaming: "Streaming",
  paused: "Paused",
  complete: "Complete",
  cancelled: "Cancelled",
  failed: "Failed",
};

const NOT_KNOWN_YET = "–";

/** A section of the page; fires "change" when a stream of it starts, changes or ends. */
export class Column extends EventTarget {
  #connection;
  #server;
  #order;
  #root = new Branch(null, 0, null);
  #current = this.#root;
  #drawTask = () => this.#draw();
  #tokens;
  #tree = new TreeView((branch) => this.#select(branch));
  #timeline = new Timeline();
  #state = element("span", { class: "state" });
  #pause = element("button", { type: "button", onclick: () => this.#togglePause() }, "Pause");
  #step = element("button", { type: "button", onclick: () => this.#current.stream.step() }, "One token");
  #cancel = element("button", { type: "button", onclick: () => this.#current.stream.cancel() }, "Cancel");
  #counters = element("dl", { class: "counters" });
  #figures = new Map();
  #problem = element("p", { class: "result" });
  #failure = element("div", { class: "failure-place" });
  #shownFailure = null;
  #result = element("p", { class: "result" });

  /**
   * @param order what to ask the server for, without path and fault
   * @param fault the id of a fault for the first stream; null for none
   */
  constructor(connection, menu, server, order, fault) {
    super();
    this.#connection = connection;
    this.#server = server;
    this.#order = order;
    this.#tokens = new TokensView(menu, (index, token, alternative) => this.#fork(index, token, alternative));
    const headingId = uniqueId("server");
    this.#addFigure("running", "Running", "requests that run, as the server itself counts them");
    if (server.fake) {
      this.#addFigure("sent", "Sent", "events that the server has written to its socket");
    }
    this.#addFigure("received", "Read", "events that this page has requested and received");
    if (server.fake) {
      this.#addFigure("between", "In buffers", "events that were sent and not read yet; the operating system holds them");
    }
    this.node = element(
      "section",
      { class: "column", "aria-labelledby": headingId },
      element("header", {}, element("h2", { id: headingId }, server.name), this.#state),
      element("div", { class: "controls" }, this.#pause, this.#step, this.#cancel),
      this.#tokens.node,
      element(
        "p",
        { class: "legend", "aria-hidden": "true" },
        "sure",
        element("span", { class: "shades" }),
        "unsure",
      ),
      this.#result,
      this.#failure,
      this.#counters,
      this.#problem,
      this.#timeline.node,
      this.#tree.node,
    );
    this.#start(this.#root, fault);
    this.#select(this.#root);
  }

  /** Whether a stream is open, be it shown or not. */
  get isOpen() {
    return this.#streams.some((stream) => stream.isOpen);
  }

  /** Cancels all streams, be they shown or not. */
  cancelAll() {
    this.#streams.forEach((stream) => stream.cancel());
  }

  get #streams() {
    return flatten(this.#root).map((branch) => branch.stream);
  }

  /**
   * Shows how many requests the server counts.
   *
   * @param running null if it is unknown
   * @param problem why it is unknown
   */
  showRunning(running, problem) {
    if (problem === "") {
      this.#figure("running", running);
    } else {
      setText(this.#figures.get("running"), "unknown");
    }
    setText(this.#problem, problem === "" ? "" : `The number of running requests is unknown: ${problem}`);
  }

  #addFigure(key, label, title) {
    const value = element("dd", {}, "0");
    this.#figures.set(key, value);
    const term = element("dt", {}, label, element("span", { class: "visually-hidden" }, ` (${title})`));
    this.#counters.append(element("div", { title, "data-figure": key }, term, value));
  }

  #figure(key, number) {
    const node = this.#figures.get(key);
    if (node) {
      setText(node, number === null ? NOT_KNOWN_YET : grouped(number));
    }
  }

  #start(branch, fault) {
    const path = branch.inherited.map(({ text, id }) => ({ text, id }));
    branch.stream = new Stream(this.#connection, { ...this.#order, path, fault });
    branch.stream.addEventListener("change", () => this.#onChange(branch));
  }

  /** Cancels the stream that is shown, since nobody follows it any more, and starts another one. */
  #fork(index, token, alternative) {
    this.#current.stream.cancel();
    const branch = new Branch(this.#originOf(index), index, { ...alternative, top: choicesAt(token) });
    this.#start(branch, null);
    announce(`${this.#server.name} continues from ${quoted(alternative.text)}.`);
    this.#select(branch);
    this.#tokens.focus(index);
  }

  /** Returns the branch whose stream generated the token at that place; alternatives at one place are siblings. */
  #originOf(index) {
    let branch = this.#current;
    while (branch.parent && index <= branch.fork) {
      branch = branch.parent;
    }
    return branch;
  }

  #select(branch) {
    this.#current = branch;
    this.#tokens.show(this.#order.prompt, branch);
    this.#tree.show(this.#root, branch);
    this.#timeline.show(branch.stream);
    this.#update();
  }

  #togglePause() {
    const stream = this.#current.stream;
    if (stream.isPaused) {
      stream.resume();
    } else {
      stream.pause();
    }
  }

  #onChange(branch) {
    draw(this.#drawTask);
    if (!branch.stream.isOpen && !branch.announced) {
      branch.announced = true;
      announce(ending(this.#server.name, branch.stream));
    }
  }

  /** Shows what has changed: a fast stream has many chunks in a frame. */
  #draw() {
    this.#tokens.update();
    this.#timeline.draw();
    this.#tree.update();
    this.#update();
    this.#tokens.follow();
    this.dispatchEvent(new Event("change"));
  }

  #update() {
    const stream = this.#current.stream;
    this.node.dataset.state = stream.state;
    setText(this.#state, STATES[stream.state]);
    this.#pause.disabled = !stream.isOpen;
    this.#cancel.disabled = !stream.isOpen;
    this.#step.disabled = !stream.canStep;
    setText(this.#pause, stream.isPaused ? "Resume" : "Pause");
    // What the server counts is looked at less often than what this page counts.
    const sent = stream.sent === null ? null : Math.max(stream.sent, stream.received);
    this.#figure("sent", sent);
    this.#figure("received", stream.received);
    this.#figure("between", sent === null ? null : sent - stream.received);
    setText(this.#result, resultOf(stream));
    this.#showFailure(stream.failure);
  }

  #showFailure(failure) {
    if (failure !== this.#shownFailure) {
      this.#shownFailure = failure;
      this.#failure.replaceChildren(...(failure ? [failureBox(failure)] : []));
    }
  }
}

/** Returns all that could stand in a token's place, itself included. */
function choicesAt(token) {
  const isListed = token.top.some((other) => other.text === token.text);
  return isListed ? token.top : [{ text: token.text, probability: token.probability, id: token.id }, ...token.top];
}

function resultOf(stream) {
  if (stream.isPaused) {
    return "This page requests nothing. The server stops when the buffers are full.";
  }
  const parts = [];
  if (stream.fromIds) {
    parts.push("continued from token ids");
  }
  if (stream.usage) {
    parts.push(`${grouped(stream.usage.prompt)} prompt + ${count(stream.usage.completion, "completion token")}`);
  }
  if (stream.finishReason && stream.state === "complete") {
    parts.push(`finish reason: ${stream.finishReason}`);
  }
  return parts.join(" · ");
}

function ending(name, stream) {
  const tokens = count(stream.tokens.length, "token");
  switch (stream.state) {
    case "complete":
      return `${name} is complete: ${tokens}.`;
    case "cancelled":
      return `${name} is cancelled after ${tokens}.`;
    default:
      return `${name} failed after ${tokens}: ${stream.failure.exception}.`;
  }
}
