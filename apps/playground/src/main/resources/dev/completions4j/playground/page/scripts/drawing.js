// When the page draws: at a frame, each part once, and no more than half of the time.

const tasks = new Set();
const painted = new MessageChannel();
let isScheduled = false;
let start = 0;
let next = 0;

// A message arrives after style, layout and paint of the frame that posted it, so it tells what the frame has cost.
painted.port1.addEventListener("message", () => {
  const now = performance.now();
  next = now + (now - start);
  isScheduled = false;
  schedule();
});
painted.port1.start();

/** Runs a task at the next frame; on a slow machine later, so that messages and input are handled in between. */
export function draw(task) {
  tasks.add(task);
  schedule();
}

function schedule() {
  if (isScheduled || tasks.size === 0) {
    return;
  }
  isScheduled = true;
  const wait = next - performance.now();
  if (wait > 0) {
    setTimeout(() => requestAnimationFrame(run), wait);
  } else {
    requestAnimationFrame(run);
  }
}

function run() {
  start = performance.now();
  const due = [...tasks];
  tasks.clear();
  due.forEach((task) => task());
  painted.port2.postMessage(null);
}
