// When the chunks came: a picture that is drawn live, and the same in words.

import { element, setText, svg, uniqueId } from "./dom.js";
import { draw } from "./drawing.js";
import { count, duration } from "./format.js";

const WIDTH = 1000;
const HEIGHT = 40;
const MIN_SPAN = 500;
const MIN_STALL = 250;
const STALL_FACTOR = 4;
/** How often the picture of an open stream is drawn, in milliseconds: each time, all of it. */
const INTERVAL = 100;

/** Then the picture changes only when a chunk arrives. */
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

/** Returns first token, gaps and stalls of a stream; gaps that a pause explains do not count. */
export function timing(stream) {
  const gaps = [];
  const arrivals = stream.arrivals;
  for (let i = 1; i < arrivals.length; i++) {
    gaps.push({ from: arrivals[i - 1], to: arrivals[i] });
  }
  if (stream.isOpen && arrivals.length > 0) {
    gaps.push({ from: arrivals.at(-1), to: Math.max(stream.time, arrivals.at(-1)) });
  }
  if (stream.state === "failed" && arrivals.length > 0) {
    gaps.push({ from: arrivals.at(-1), to: Math.max(stream.endTime, arrivals.at(-1)) });
  }
  const counted = gaps.filter((gap) => !stream.pauses.some((pause) => overlap(gap, pause)));
  const lengths = counted.map((gap) => gap.to - gap.from).sort((a, b) => a - b);
  const median = lengths.length === 0 ? null : lengths[Math.floor(lengths.length / 2)];
  const threshold = Math.max(MIN_STALL, STALL_FACTOR * (median ?? 0));
  return {
    first: arrivals[0] ?? null,
    median,
    longest: lengths.at(-1) ?? null,
    stalls: counted.filter((gap) => gap.to - gap.from > threshold),
  };
}

function overlap(gap, pause) {
  return pause.from < gap.to && (pause.to ?? Infinity) > gap.from;
}

/** A time line of one stream at a time. */
export class Timeline {
  #stream = null;
  #timer = 0;
  #drawn = 0;
  #wait = svg("rect", { class: "wait", y: 12, height: HEIGHT - 24 });
  #spans = svg("g");
  #ticks = svg("path", { class: "ticks" });
  #end = svg("path", { class: "end" });
  #scale = element("span", { class: "scale" });
  #summary;

  constructor() {
    const summaryId = uniqueId("timing");
    this.#summary = element("p", { class: "timing", id: summaryId });
    const picture = svg(
      "svg",
      { class: "timeline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-labelledby": summaryId },
      svg("path", { class: "axis", d: `M0 ${HEIGHT / 2}H${WIDTH}` }),
      this.#wait,
      this.#spans,
      this.#ticks,
      this.#end,
    );
    this.node = element("div", { class: "timeline-box" }, picture, this.#scale, this.#summary);
  }

  show(stream) {
    this.#stream = stream;
    this.#drawNow();
  }

  /** Draws soon, and goes on with that while the stream is open. */
  draw() {
    if (!this.#stream.isOpen) {
      this.#drawNow();
    } else if (this.#timer === 0) {
      const wait = this.#drawn + INTERVAL - performance.now();
      this.#timer = setTimeout(() => draw(() => this.#drawNow()), Math.max(0, wait));
    }
  }

  #drawNow() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#drawn = performance.now();
    const stream = this.#stream;
    const span = Math.max(MIN_SPAN, stream.time, stream.arrivals.at(-1) ?? 0);
    const x = (time) => ((Math.min(time, span) / span) * (WIDTH - 4) + 2).toFixed();
    const times = timing(stream);
    this.#wait.setAttribute("x", x(0));
    this.#wait.setAttribute("width", x(times.first ?? stream.time) - x(0));
    this.#ticks.setAttribute("d", ticks(stream.arrivals.map(x)));
    this.#end.setAttribute("d", stream.endTime === null ? "" : `M${x(stream.endTime)} 0V${HEIGHT}`);
    this.#end.setAttribute("data-state", stream.state);
    this.#spans.replaceChildren(
      ...times.stalls.map((gap) => rectangle("stall", x(gap.from), x(gap.to))),
      ...stream.pauses.map((pause) => rectangle("pause", x(pause.from), x(pause.to ?? stream.time))),
    );
    setText(this.#scale, duration(span));
    setText(this.#summary, summary(stream, times));
    if (stream.isOpen && !reducedMotion.matches) {
      this.draw();
    }
  }
}

/** Draws no tick twice: a fast stream has more chunks than the picture has room. */
function ticks(positions) {
  return [...new Set(positions)].map((x) => `M${x} 6V${HEIGHT - 6}`).join("");
}

function rectangle(name, from, to) {
  return svg("rect", { class: name, x: from, y: 8, width: Math.max(1, to - from), height: HEIGHT - 16 });
}

function summary(stream, times) {
  if (times.first === null) {
    return stream.isOpen ? "Waiting for the first token" : `No token in ${duration(stream.time)}`;
  }
  const parts = [`First token after ${duration(times.first)}`];
  if (times.median !== null && stream.arrivals.length > 1) {
    parts.push(`median gap ${duration(times.median)}`, `longest ${duration(times.longest)}`);
  }
  if (times.stalls.length > 0) {
    parts.push(count(times.stalls.length, "stall"));
  }
  if (stream.pauses.length > 0) {
    parts.push(count(stream.pauses.length, "pause"));
  }
  return parts.join(" · ");
}
