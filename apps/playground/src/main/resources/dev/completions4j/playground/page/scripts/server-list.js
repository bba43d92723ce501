// The servers to choose among, and those that are added.

import { element, setText, uniqueId } from "./dom.js";

/** A list of checkboxes; each chosen server gets a column. */
export class ServerList {
  #list = document.getElementById("servers");
  #message = document.getElementById("server-message");
  #url = document.getElementById("server-url");
  #kind = document.getElementById("server-kind");
  #entries = new Map();
  #connection;

  constructor(connection) {
    this.#connection = connection;
    const add = () => {
      setText(this.#message, this.#url.value === "" ? "Enter the base URL of a server." : "Asking for its models …");
      if (this.#url.value !== "") {
        connection.addServer(this.#url.value, this.#kind.value);
      }
    };
    document.getElementById("add-server").addEventListener("click", add);
    this.#url.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        add();
      }
    });
    connection.addEventListener("added", (event) => this.#added(event.detail));
    connection.addEventListener("listed", (event) => this.#listed(event.detail));
    connection.addEventListener("refused", (event) => setText(this.#message, event.detail.message));
  }

  /** Shows the servers that the program knows; the first is chosen. */
  show(servers, kinds) {
    this.#kind.replaceChildren(...kinds.map((kind) => element("option", { value: kind.id }, kind.label)));
    servers.forEach((server, i) => this.#add(server, i === 0));
  }

  /** Returns the chosen servers with the model to ask for. */
  get chosen() {
    return [...this.#entries.values()]
      .filter((entry) => entry.box.checked)
      .map((entry) => ({ ...entry.server, model: entry.model.value }));
  }

  /** Shows the models of a server that is in the list. */
  #listed({ server, problem }) {
    const entry = this.#entries.get(server.id);
    if (!entry) {
      return;
    }
    entry.server = server;
    entry.names.replaceChildren(...options(server.models));
    if (entry.model.value === "") {
      entry.model.value = server.models[0] ?? "";
    }
    if (problem) {
      setText(this.#message, `${server.name} does not list its models: ${problem}`);
    }
  }

  #added({ server, problem }) {
    if (this.#entries.has(server.id)) {
      setText(this.#message, `${server.name} is in the list already.`);
      this.#entries.get(server.id).box.checked = true;
      this.#listed({ server, problem });
      return;
    }
    this.#add(server, true);
    this.#url.value = "";
    setText(
      this.#message,
      problem
        ? `${server.name} was added, but does not list its models: ${problem}`
        : `${server.name} was added. Its model is ${server.models[0] ?? "not known; enter its name"}.`,
    );
  }

  #remove(server) {
    this.#connection.removeServer(server.id);
    this.#entries.get(server.id).item.remove();
    this.#entries.delete(server.id);
    setText(this.#message, `${server.name} was removed.`);
    this.#list.querySelector("input").focus();
  }

  #add(server, isChosen) {
    const id = uniqueId("server-choice");
    const box = element("input", { type: "checkbox", id });
    box.checked = isChosen;
    const names = element("datalist", { id: `${id}-models` }, ...options(server.models));
    const model = element("input", {
      type: "text",
      list: names.id,
      "aria-label": `Model of ${server.name}`,
      placeholder: "model",
      autocomplete: "off",
      spellcheck: "false",
      hidden: server.fake,
    });
    model.value = server.models[0] ?? "";
    const remove = element("button", { type: "button", hidden: server.fake, onclick: () => this.#remove(server) }, "Remove");
    const item = element("li", {}, box, element("label", { for: id }, server.name), element("span", { class: "model" }, model, remove), names);
    this.#entries.set(server.id, { server, box, model, names, item });
    this.#list.append(item);
  }
}

function options(names) {
  return names.map((name) => element("option", { value: name }));
}
