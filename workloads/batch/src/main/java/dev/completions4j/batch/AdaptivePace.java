// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.util.Arrays;

/**
 * Searches the number of calls beyond which the server gets no faster, and halves it when calls are refused.
 *
 * <p>Knows the throughput of one number of calls, the base, and compares that of others with it. The throughput counts
 * generated tokens and calls, in windows in which at least as many calls end as may be in flight. It is the median of
 * several windows unless one is enough, so that neither a pause of this process nor some long answers decide.
 *
 * <table>
 * <caption>Modes</caption>
 * <tr><th>mode</th><th>limit</th><th>becomes the base if the throughput</th><th>then</th><th>otherwise</th></tr>
 * <tr><td>{@code RISING}, the first</td><td>twice the base</td><td>grows by 5 %</td><td>RISING</td><td>TRYING_LESS</td></tr>
 * <tr><td>{@code HOLDING}</td><td>the base</td><td></td><td colspan="2">TRYING_MORE and TRYING_LESS in turn, after five windows;
 *     TRYING_LESS after two windows with less than half of the throughput</td></tr>
 * <tr><td>{@code TRYING_MORE}</td><td>half as many again</td><td>grows by 3 %</td><td>TRYING_MORE</td><td>HOLDING</td></tr>
 * <tr><td>{@code TRYING_LESS}</td><td>two thirds of the base</td><td>falls by less than 3 %</td><td>TRYING_LESS</td>
 *     <td>HOLDING</td></tr>
 * </table>
 *
 * <p>After a refusal, half of the limit is the base. From then on, nine of ten trials are TRYING_MORE; it follows one window of
 * HOLDING, adds the square root of the base, and is content with a throughput that does not fall, since such a step brings
 * less than chance.
 */
final class AdaptivePace implements Pace {

    private enum Mode {
        RISING,
        HOLDING,
        TRYING_MORE,
        TRYING_LESS
    }

    private static final int FIRST_LIMIT = 8;
    private static final int SMALLEST_WINDOW = 32;

    /** Shorter windows would measure what other programs do to this machine. */
    private static final long SHORTEST_WINDOW = 100_000_000;

    /** The number of windows of a trial, unless the first ones are clear. */
    private static final int ATTEMPTS = 3;

    /** The number of windows between two trials. */
    private static final int HELD = 5;

    /** The gain that twice as many calls must bring; others in proportion. */
    private static final double REQUIRED_GAIN = 0.05;

    /** A smaller gain may be chance. */
    private static final double SMALLEST_GAIN = 0.03;

    private static final double TOLERATED_LOSS_AFTER_REFUSAL = 0.05;

    private final int max;
    private Mode mode = Mode.RISING;
    private int limit;
    private int base;

    /** The throughput of the base; 0 if unknown. */
    private double baseThroughput;

    /** Whether calls were refused. */
    private boolean refused;

    /** How often the limit was changed, which is the mark of calls. */
    private int changes;

    /** Calls with an earlier mark were sent before the last decrease because of a refusal. */
    private int firstAfterRefusal;

    /** How many windows in a row have had less than half of the throughput. */
    private int slowWindows;

    private int trials;

    /** The throughputs of the windows since the last change of the limit. */
    private final Windows windows = new Windows();

    // The current window.
    private boolean settled;
    private boolean reachedLimit;
    private int calls;
    private long startedAt;
    private long work;

    /** @param max the highest limit */
    AdaptivePace(int max) {
        this.max = max;
        limit = Math.min(max, FIRST_LIMIT);
        base = limit;
    }

    @Override
    public int limit() {
        return limit;
    }

    @Override
    public int mark() {
        return changes;
    }

    @Override
    public void onLimitReached() {
        reachedLimit = true;
    }

    @Override
    public void onSuccess(int mark, long tokens, long now) {
        if (!settled) {
            settle(mark, now);
            return;
        }
        calls++;
        work += tokens + 1;
        if (calls >= smallestWindow() && now - startedAt >= SHORTEST_WINDOW) {
            endWindow(now);
        }
    }

    private int smallestWindow() {
        return mode == Mode.RISING ? limit : Math.max(limit, SMALLEST_WINDOW);
    }

    /** Waits until the calls that were sent under another limit have ended, or for the first one of all. */
    private void settle(int mark, long now) {
        if (mark == changes && ++calls >= (changes == 0 ? 1 : limit)) {
            settled = true;
            begin(now);
        }
    }

    private void begin(long now) {
        startedAt = now;
        reachedLimit = false;
        calls = 0;
        work = 0;
    }

    @Override
    public void onOverload(int mark) {
        if (mark < firstAfterRefusal) {
            return;
        }
        refused = true;
        base = Math.max(1, limit / 2);
        baseThroughput = 0;
        hold();
        firstAfterRefusal = changes;
    }

    private void endWindow(long now) {
        double throughput = (double) work / (now - startedAt);
        boolean informative = reachedLimit;
        begin(now);
        // A limit that is not reached has no influence.
        if (informative) {
            windows.add(throughput);
            decide();
        }
    }

    private void decide() {
        switch (mode) {
            case RISING, TRYING_MORE -> onMore();
            case TRYING_LESS -> onLess();
            case HOLDING -> onHeld();
        }
    }

    private void onMore() {
        double half = (1 + (double) limit / base) / 2;
        if (windows.last() >= half * baseThroughput) {
            accept(windows.last());
            tryMore();
        } else if (windows.count() == ATTEMPTS) {
            if (windows.median() >= (1 + requiredGain()) * baseThroughput) {
                accept(windows.median());
                tryMore();
            } else if (mode == Mode.RISING) {
                tryLess();
            } else {
                hold();
            }
        }
    }

    private void onLess() {
        double half = (1 + (double) limit / base) / 2;
        if (windows.last() < half * baseThroughput) {
            hold();
        } else if (windows.count() == ATTEMPTS) {
            if (windows.median() >= (1 - SMALLEST_GAIN) * baseThroughput) {
                accept(windows.median());
                tryLess();
            } else {
                hold();
            }
        }
    }

    private void onHeld() {
        slowWindows = windows.last() < baseThroughput / 2 ? slowWindows + 1 : 0;
        if (slowWindows == 2) {
            baseThroughput = windows.last();
            tryLess();
        } else if (windows.count() == (refused ? 1 : HELD)) {
            baseThroughput = windows.median();
            trials++;
            if (trials % (refused ? 10 : 2) == 0) {
                tryLess();
            } else {
                tryMore();
            }
        }
    }

    private double requiredGain() {
        return refused
                ? -TOLERATED_LOSS_AFTER_REFUSAL
                : Math.max(SMALLEST_GAIN, REQUIRED_GAIN * ((double) limit / base - 1));
    }

    private void accept(double throughput) {
        base = limit;
        baseThroughput = throughput;
    }

    private void tryMore() {
        if (base == max) {
            hold();
        } else {
            mode = mode == Mode.RISING ? Mode.RISING : Mode.TRYING_MORE;
            change((int) Math.min(max, (long) base + step()));
        }
    }

    private int step() {
        if (mode == Mode.RISING) {
            return base;
        }
        return Math.max(1, refused ? (int) Math.sqrt(base) : base / 2);
    }

    private void tryLess() {
        if (base == 1) {
            hold();
        } else {
            mode = Mode.TRYING_LESS;
            change(Math.max(1, (int) (base * 2L / 3)));
        }
    }

    private void hold() {
        mode = Mode.HOLDING;
        slowWindows = 0;
        change(base);
    }

    private void change(int newLimit) {
        limit = newLimit;
        changes++;
        windows.clear();
        settled = false;
        calls = 0;
    }

    /** The throughputs of a few windows. */
    private static final class Windows {

        private final double[] throughputs = new double[HELD];
        private int count;

        void clear() {
            count = 0;
        }

        void add(double throughput) {
            throughputs[count++] = throughput;
        }

        int count() {
            return count;
        }

        double last() {
            return throughputs[count - 1];
        }

        double median() {
            double[] sorted = Arrays.copyOf(throughputs, count);
            Arrays.sort(sorted);
            return sorted[count / 2];
        }
    }
}
