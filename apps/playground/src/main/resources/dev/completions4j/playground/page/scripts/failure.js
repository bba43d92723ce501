// A failure as an application receives it.

import { element } from "./dom.js";

/** Returns a box with the exception and its partial text. */
export function failureBox(failure) {
  const details = failure.details.map((detail) =>
    element("div", {}, element("dt", {}, detail.name), element("dd", {}, detail.value)),
  );
  return element(
    "div",
    { class: "failure", role: "group", "aria-label": "Failure" },
    element("p", { class: "exception" }, failure.exception),
    element("p", { class: "exception-message" }, failure.message),
    details.length > 0 ? element("dl", {}, ...details) : null,
    failure.partial === undefined
      ? null
      : element(
          "div",
          { class: "partial" },
          element("p", { class: "partial-heading" }, "partial() keeps what had arrived:"),
          element("blockquote", { dir: "auto" }, failure.partial),
        ),
  );
}
