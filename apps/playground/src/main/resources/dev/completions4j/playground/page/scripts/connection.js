// The WebSocket to the program, which carries the signals of java.util.concurrent.Flow.

const PROTOCOL = "completions4j.playground";

/** Connects once; a page whose program has stopped is reloaded, since the next start has another token. */
export class Connection extends EventTarget {
  #socket;
  #streams = new Map();
  #lastStream = 0;

  constructor() {
    super();
    const token = document.querySelector("meta[name=playground-token]").content;
    this.#socket = new WebSocket(`ws://${location.host}/session`, [PROTOCOL, token]);
    this.#socket.addEventListener("message", (event) => this.#receive(JSON.parse(event.data)));
    this.#socket.addEventListener("close", () => this.#closed());
  }

  /** Starts a stream; its signals are passed to the subscriber's onMessage. */
  subscribe(order, subscriber) {
    this.#lastStream++;
    this.#streams.set(this.#lastStream, subscriber);
    this.#send({ type: "subscribe", stream: this.#lastStream, ...order });
    return this.#lastStream;
  }

  /** Asks for chunks of a stream: without this, neither this program nor the server sends any. */
  request(stream, chunks) {
    this.#send({ type: "request", stream, chunks });
  }

  cancel(stream) {
    this.#send({ type: "cancel", stream });
  }

  addServer(url, kind) {
    this.#send({ type: "add", url, kind });
  }

  removeServer(id) {
    this.#send({ type: "remove", server: id });
  }

  #send(message) {
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #receive(message) {
    if (message.stream !== undefined) {
      this.#streams.get(message.stream)?.onMessage(message);
    } else if (message.type === "status") {
      for (const [stream, sent] of Object.entries(message.sent)) {
        this.#streams.get(Number(stream))?.onSent(sent);
      }
      this.dispatchEvent(new CustomEvent("status", { detail: message }));
    } else {
      this.dispatchEvent(new CustomEvent(message.type, { detail: message }));
    }
  }

  #closed() {
    this.#streams.forEach((subscriber) => subscriber.onDisconnect());
    this.dispatchEvent(new CustomEvent("disconnect"));
  }
}
