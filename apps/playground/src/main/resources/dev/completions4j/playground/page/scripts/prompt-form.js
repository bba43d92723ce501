// What to ask for: the form on the left.

import { element } from "./dom.js";

const field = (id) => document.getElementById(id);
const optionalNumber = (id) => (field(id).value === "" ? null : Number(field(id).value));

/** Reads the form, and tells when to run. */
export class PromptForm {
  #form = field("prompt-form");
  #onRun;

  /** @param onRun called with the order and the id of a fault, or null */
  constructor(onRun) {
    this.#onRun = onRun;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#run(null);
    });
    field("prompt").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.#run(null);
      }
    });
  }

  /** Shows what the program offers. */
  show({ paces, faults, faultAfterTokens }) {
    field("pace").replaceChildren(...paces.map((pace) => element("option", { value: pace.id }, pace.label)));
    field("pace").value = "medium";
    field("faults").replaceChildren(
      ...faults.map((fault) =>
        element(
          "button",
          { type: "button", class: "fault", title: `After ${faultAfterTokens} tokens, ${fault.description}.`, onclick: () => this.#run(fault.id) },
          fault.label,
        ),
      ),
    );
    field("faults-hint").textContent =
      `Runs the prompt on the chosen fake models; after ${faultAfterTokens} tokens the fault comes.`;
    field("run").disabled = false;
  }

  #run(fault) {
    const invalid = this.#form.querySelector(":invalid");
    invalid?.closest("details")?.setAttribute("open", "");
    if (this.#form.reportValidity()) {
      this.#onRun(
        {
          prompt: field("prompt").value,
          pace: field("pace").value,
          maxTokens: Number(field("max-tokens").value),
          alternatives: Number(field("alternatives").value),
          temperature: optionalNumber("temperature"),
          seed: optionalNumber("seed"),
        },
        fault,
      );
    }
  }
}
