// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/**
 * Increases the number of calls while the server gets faster by it, and halves it when the server refuses calls.
 *
 * <p>The throughput is measured in windows in which at least as many calls end as may be in flight. After each change of
 * the limit, as many calls are waited for first, so that those sent before have ended. The throughput counts generated tokens
 * and calls. If twice as many calls take twice as long, they only wait for each other.
 *
 * <table>
 * <caption>What follows a window</caption>
 * <tr><th>observation</th><th>limit</th></tr>
 * <tr><td>a call was refused</td><td>half of it, once for all calls sent before</td></tr>
 * <tr><td>the limit was increased, and the throughput by less than a tenth of that, or by less than 3 %</td><td>three
 *     quarters of what it was before the increase, for ten windows</td></tr>
 * <tr><td>the limit was the same, and the throughput is less than half of what it was</td><td>three quarters of it</td></tr>
 * <tr><td>otherwise, if calls waited for the limit</td><td>twice as many; one and a half times as many after the first
 *     decrease; increased by its square root after the first refusal</td></tr>
 * </table>
 */
final class AdaptivePace implements Pace {

    private static final int FIRST_LIMIT = 8;
    private static final int SMALLEST_WINDOW = 32;

    /** Shorter windows would measure what other programs do to this machine. */
    private static final long SHORTEST_WINDOW = 100_000_000;

    /** The part of the increase that the throughput has to follow. */
    private static final double REQUIRED_GAIN = 0.1;

    /** A smaller gain may be chance. */
    private static final double SMALLEST_GAIN = 0.03;

    private static final int WINDOWS_WITHOUT_INCREASE = 10;

    private final int max;
    private int limit;

    /** How often the limit was changed, which is the mark of calls. */
    private int changes;

    /** Calls with an earlier mark were sent before the last decrease because of a refusal. */
    private int firstAfterRefusal;

    /** Whether the limit was decreased because of a refusal, and increases by small steps. */
    private boolean refused;

    /** Whether an increase has brought nothing. */
    private boolean tooMany;

    private int windowsToWait;

    /** The limit before and its throughput, or the best recent one of this limit; 0 if there is none to compare with. */
    private int earlierLimit;

    private double earlierThroughput;

    // The current window.
    private boolean settled;
    private boolean reachedLimit;
    private int calls;
    private long startedAt;
    private long work;

    /** @param max the highest limit */
    AdaptivePace(int max) {
        this.max = max;
        this.limit = Math.min(max, FIRST_LIMIT);
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
        if (calls >= Math.max(limit, SMALLEST_WINDOW) && now - startedAt >= SHORTEST_WINDOW) {
            endWindow(now);
        }
    }

    private void settle(int mark, long now) {
        if (mark == changes && ++calls >= limit) {
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
        change(Math.max(1, limit / 2), 0);
        firstAfterRefusal = changes;
        windowsToWait = 1;
    }

    private void endWindow(long now) {
        double throughput = (double) work / (now - startedAt);
        boolean comparable = earlierThroughput > 0;
        if (comparable && limit > earlierLimit && gain(throughput) < requiredGain()) {
            tooMany = true;
            windowsToWait = WINDOWS_WITHOUT_INCREASE;
            change(Math.max(1, earlierLimit * 3 / 4), 0);
        } else if (comparable && reachedLimit && limit == earlierLimit && gain(throughput) < -0.5) {
            tooMany = true;
            change(Math.max(1, limit * 3 / 4), 0);
        } else if (!reachedLimit || limit == max) {
            stay(throughput, now);
        } else if (windowsToWait > 0) {
            windowsToWait--;
            stay(throughput, now);
        } else {
            change(Math.min(max, limit + step()), throughput);
        }
    }

    private void stay(double throughput, long now) {
        // A slow decline should be noticed too, but not a single fast window forever.
        earlierThroughput = limit == earlierLimit ? Math.max(throughput, 0.9 * earlierThroughput) : throughput;
        earlierLimit = limit;
        begin(now);
    }

    private int step() {
        if (refused) {
            return Math.max(1, (int) Math.sqrt(limit));
        }
        return tooMany ? Math.max(1, limit / 2) : limit;
    }

    private double gain(double throughput) {
        return throughput / earlierThroughput - 1;
    }

    private double requiredGain() {
        return Math.max(SMALLEST_GAIN, REQUIRED_GAIN * ((double) limit / earlierLimit - 1));
    }

    /**
     * Changes the limit.
     *
     * @param throughput the throughput of the limit before; 0 if that of the new limit must be measured first
     */
    private void change(int newLimit, double throughput) {
        earlierLimit = Math.min(newLimit, limit);
        earlierThroughput = throughput;
        limit = newLimit;
        changes++;
        settled = false;
        calls = 0;
    }
}
