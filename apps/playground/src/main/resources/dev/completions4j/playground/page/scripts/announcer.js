// One live region for what matters: starts, ends and failures, never single tokens.

import { setText } from "./dom.js";

const region = document.getElementById("announcer");
let waiting = [];
let timer = 0;

/** Lets screen readers say a sentence; sentences of the same moment are joined. */
export function announce(sentence) {
  waiting.push(sentence);
  clearTimeout(timer);
  timer = setTimeout(() => {
    setText(region, waiting.join(" "));
    waiting = [];
  }, 150);
}
