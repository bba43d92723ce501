// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.concurrent.Callbacks;
import dev.completions4j.core.internal.concurrent.Warnings;
import dev.completions4j.core.internal.request.Addresses;
import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One server, and what its answers have told of it. Safe for use by any thread. */
public final class Server {

    private final String baseUrl;
    private final Addresses addresses;
    private final Duration maxPause;
    private final Scheduler scheduler;
    private final Warnings warnings;
    private final Gate gate;
    private final RetryBudget budget;
    private final OutlierDetector ejection = new OutlierDetector();
    private final AtomicInteger load = new AtomicInteger();

    /**
     * @param baseUrl for messages
     * @param settings how it is treated
     * @param warnings logs that it fails
     */
    public Server(
            String baseUrl,
            Addresses addresses,
            ServerSettings settings,
            Scheduler scheduler,
            Callbacks callbacks,
            Warnings warnings) {
        this.baseUrl = baseUrl;
        this.addresses = addresses;
        this.maxPause = settings.maxPause();
        this.scheduler = scheduler;
        this.warnings = warnings;
        this.gate = new Gate(scheduler, callbacks, settings.paced() ? new RateLimitPacer() : null);
        this.budget = new RetryBudget(settings.retryBudget());
    }

    /** For messages. */
    public String baseUrl() {
        return baseUrl;
    }

    public Addresses addresses() {
        return addresses;
    }

    /** Lets the passage through when the server may be called. */
    public void enter(Passage passage) {
        gate.enter(passage);
    }

    /** Lets the passage wait no longer. */
    public void leave(Passage passage) {
        gate.leave(passage);
    }

    /** Takes the cost of a retry from what its successes have earned; false if not so much is left. */
    public boolean takeFromBudget(int cost) {
        return budget.take(cost);
    }

    /** A request is sent to it. */
    public void onSent() {
        load.incrementAndGet();
        ejection.onChosen();
    }

    /** A request to it is over, whatever came of it. */
    public void onOver() {
        load.decrementAndGet();
    }

    /** It answered, with whatever status. */
    public void onAnswered(long tokens, ResponseInfo response) {
        if (response.status() == 429) {
            Duration pause = response.retryAfter();
            // A longer one is the caller's business, who would wait for it in vain.
            if (pause != null && pause.compareTo(maxPause) <= 0) {
                gate.pause(pause);
            }
        }
        gate.onAnswered(tokens, response);
        if (response.status() >= 500) {
            onFailed();
        } else {
            ejection.onSuccess();
        }
        if (response.isSuccess()) {
            budget.earn();
        }
    }

    /** It did not answer. */
    public void onUnanswered(long tokens) {
        gate.onAnswered(tokens, null);
        onFailed();
    }

    /** Nobody waited for its answer. */
    public void onAbandoned(long tokens) {
        gate.onAnswered(tokens, null);
        ejection.onNothing();
    }

    private void onFailed() {
        if (ejection.onFailure(scheduler.nanoTime())) {
            warnings.warn(
                    baseUrl,
                    baseUrl + " failed several times in a row; other servers take its calls, if there are any");
        }
    }

    int load() {
        return load.get();
    }

    /** Whether it may be called at once, as far as is known. */
    boolean isUsable(long now) {
        return ejection.allows(now) && gate.nanosPaused(now) == 0;
    }

    /** How long until it may be called. */
    long nanosUntilUsable(long now) {
        return Math.max(ejection.nanosLeft(now), gate.nanosPaused(now));
    }

    /** Grows with the affinity between the key and this server, which is the same at any time and in any process. */
    int affinityTo(String key) {
        int hash = 31 * key.hashCode() + baseUrl.hashCode();
        // The finalizer of MurmurHash3: similar keys must not all like the same server.
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    @Override
    public String toString() {
        return baseUrl;
    }
}
