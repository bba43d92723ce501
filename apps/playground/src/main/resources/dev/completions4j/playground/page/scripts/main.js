// Puts the parts together.

import { AlternativesMenu } from "./alternatives.js";
import { announce } from "./announcer.js";
import { Column } from "./column.js";
import { Connection } from "./connection.js";
import { element, setText } from "./dom.js";
import { PromptForm } from "./prompt-form.js";
import { ServerList } from "./server-list.js";

const streams = document.getElementById("streams");
const connectionState = document.getElementById("connection");
const cancelAll = document.getElementById("cancel-all");

const connection = new Connection();
const menu = new AlternativesMenu();
const servers = new ServerList(connection);
const form = new PromptForm(run);
let columns = new Map();
/** The number of running requests by server, or why it is unknown; the program sends both only when they change. */
let running = {};
let problems = {};

function run(order, fault) {
  const chosen = servers.chosen.filter((server) => fault === null || server.fake);
  if (chosen.length === 0) {
    showNotice(fault === null ? "Choose at least one server." : "Choose at least one fake model; faults come from them only.");
    return;
  }
  columns.forEach((column) => column.cancelAll());
  menu.hide();
  columns = new Map(
    chosen.map((server) => {
      const column = new Column(connection, menu, server, { ...order, server: server.id, model: server.model }, fault);
      column.addEventListener("change", updateCancelAll);
      return [server.id, column];
    }),
  );
  streams.replaceChildren(...[...columns.values()].map((column) => column.node));
  streams.dataset.columns = columns.size;
  showRunning();
  updateCancelAll();
  announce(`Running on ${chosen.map((server) => server.name).join(", ")}.`);
}

function showRunning() {
  columns.forEach((column, id) => column.showRunning(running[id] ?? null, problems[id] ?? ""));
}

function showNotice(text) {
  columns.forEach((column) => column.cancelAll());
  columns = new Map();
  streams.replaceChildren(element("p", { class: "notice" }, text));
  updateCancelAll();
  announce(text);
}

function updateCancelAll() {
  cancelAll.disabled = ![...columns.values()].some((column) => column.isOpen);
}

cancelAll.addEventListener("click", () => columns.forEach((column) => column.cancelAll()));

connection.addEventListener("hello", (event) => {
  servers.show(event.detail.servers, event.detail.kinds);
  form.show(event.detail);
  connectionState.dataset.state = "connected";
  setText(connectionState, "Connected");
});

connection.addEventListener("status", (event) => {
  ({ running, problems } = event.detail);
  showRunning();
});

connection.addEventListener("disconnect", () => {
  connectionState.dataset.state = "disconnected";
  setText(connectionState, "Disconnected: start the program again and reload this page");
  document.getElementById("run").disabled = true;
  announce("The connection to the program is lost.");
});
