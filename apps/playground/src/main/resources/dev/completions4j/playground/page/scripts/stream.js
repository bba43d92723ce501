// One stream: what it has received, and when, and the demand that this page sends.

/** States in which signals are still expected. */
const OPEN = new Set(["waiting", "streaming", "paused"]);

/** A stream that is paused goes on for no longer than this, in milliseconds: its demand is what arrives in that time. */
const DEMAND_TIME = 50;
const MAX_DEMAND = 64;

/** A subscriber with a small demand, of one chunk unless they come fast, so that pausing stops the server, not only the page. */
export class Stream extends EventTarget {
  state = "waiting";
  tokens = [];
  /** The time of each chunk, in milliseconds since the request. */
  arrivals = [];
  /** Intervals without demand; the last one is open while the stream is paused. */
  pauses = [];
  sent = null;
  received = 0;
  usage = null;
  finishReason = null;
  failure = null;
  fromIds = false;
  endTime = null;
  #connection;
  #number;
  #start = performance.now();
  #outstanding = 0;

  constructor(connection, order) {
    super();
    this.#connection = connection;
    this.#number = connection.subscribe(order, this);
    this.#demand();
  }

  get isOpen() {
    return OPEN.has(this.state);
  }

  get isPaused() {
    return this.state === "paused";
  }

  /** Milliseconds since the request, up to the end. */
  get time() {
    return this.endTime ?? performance.now() - this.#start;
  }

  /** Whether one more chunk can be asked for: nothing arrives before that. */
  get canStep() {
    return this.isPaused && this.#outstanding === 0;
  }

  pause() {
    if (this.isOpen && !this.isPaused) {
      this.state = "paused";
      this.pauses.push({ from: this.time, to: null });
      this.#changed();
    }
  }

  resume() {
    if (this.isPaused) {
      this.#endPause();
      this.state = this.received > 0 ? "streaming" : "waiting";
      this.#demand();
      this.#changed();
    }
  }

  /** Asks for one chunk while paused. */
  step() {
    if (this.canStep) {
      this.#request(1);
    }
  }

  cancel() {
    if (this.isOpen) {
      this.#connection.cancel(this.#number);
      this.#end("cancelled");
    }
  }

  onMessage(message) {
    if (message.type === "subscribed") {
      this.fromIds = message.fromIds;
      this.#start = performance.now();
    } else if (message.type === "next") {
      this.#next(message);
    } else if (message.type === "complete") {
      this.received++; // The event that marks the end.
      this.#end("complete", message.time);
    } else if (message.type === "error") {
      this.failure = message;
      this.#end("failed", message.time);
    }
  }

  onSent(sent) {
    if (sent !== null && sent !== this.sent) {
      this.sent = sent;
      this.#changed();
    }
  }

  onDisconnect() {
    if (this.isOpen) {
      this.failure = {
        exception: "Disconnected",
        message: "The program that serves this page has stopped. Start it again and reload the page.",
        details: [],
      };
      this.#end("failed");
    }
  }

  #next(message) {
    this.#outstanding--;
    this.received++;
    this.arrivals.push(message.time);
    this.tokens.push(...message.tokens);
    this.finishReason = message.finishReason ?? this.finishReason;
    if (message.completionTokens !== undefined) {
      this.usage = { prompt: message.promptTokens, completion: message.completionTokens };
    }
    if (this.state === "waiting") {
      this.state = "streaming";
    }
    if (!this.isPaused) {
      this.#demand();
    }
    this.#changed();
  }

  /** Asks for more once half of what is wanted has arrived. */
  #demand() {
    const wanted = Math.min(MAX_DEMAND, Math.max(1, this.#recent()));
    if (this.#outstanding <= wanted / 2) {
      this.#request(wanted - this.#outstanding);
    }
  }

  /** Returns how many chunks have arrived lately. */
  #recent() {
    const since = this.arrivals.at(-1) - DEMAND_TIME;
    let count = 0;
    while (count < MAX_DEMAND && this.arrivals.at(-1 - count) > since) {
      count++;
    }
    return count;
  }

  #request(chunks) {
    this.#outstanding += chunks;
    this.#connection.request(this.#number, chunks);
  }

  #endPause() {
    const last = this.pauses.at(-1);
    if (last && last.to === null) {
      last.to = this.time;
    }
  }

  #end(state, time) {
    this.#endPause();
    this.endTime = time ?? this.time;
    this.state = state;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
