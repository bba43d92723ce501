// Runs the search in a hidden frame if the site is read from a folder, where browsers start no workers.
if (location.protocol === "file:") {
  // The theme's search looks for this name.
  window.Worker = window.IFrameWorker = class IFrameWorker extends EventTarget {
    #received = [];
    #frame = document.createElement("iframe");

    constructor(script) {
      super();
      this.#frame.hidden = true;
      document.body.append(this.#frame);
      const frame = this.#frame.contentWindow;
      frame.document.open();
      frame.postMessageToPage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      frame.document.write(`<script>
        postMessage = postMessageToPage;
        importScripts = (...urls) => urls.reduce((previous, url) => previous.then(() => new Promise((loaded, failed) => {
          const script = document.createElement("script");
          script.src = url;
          script.onload = loaded;
          script.onerror = failed;
          document.head.append(script);
        })), Promise.resolve());
      <\/script><script src="${script}"><\/script>`);
      frame.document.close();
      this.#frame.addEventListener("load", () => {
        const waiting = this.#received;
        this.#received = null;
        waiting.forEach((data) => this.postMessage(data));
      });
    }

    postMessage(data) {
      if (this.#received) {
        this.#received.push(data);
      } else {
        this.#frame.contentWindow.dispatchEvent(new MessageEvent("message", { data }));
      }
    }

    terminate() {
      this.#frame.remove();
    }
  };
}
