// One stream: what it has received, and when, and the demand that this page sends.

/** States in which signals are still expected. */
const OPEN = new Set(["waiting", "streaming", "paused"]);

/** A subscriber with a demand of one chunk at a time, so that pausing stops the server, not only the page. */
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
    this.#request();
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
      if (this.#outstanding === 0) {
        this.#request();
      }
      this.#changed();
    }
  }

  /** Asks for one chunk while paused. */
  step() {
    if (this.isPaused && this.#outstanding === 0) {
      this.#request();
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
      this.#request();
    }
    this.#changed();
  }

  #request() {
    this.#outstanding++;
    this.#connection.request(this.#number, 1);
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
