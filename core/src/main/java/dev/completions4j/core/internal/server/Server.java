// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.concurrent.Callbacks;
import dev.completions4j.core.internal.concurrent.Warnings;
import dev.completions4j.core.internal.request.Addresses;
import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with its health, load and limits. Safe for use by any thread. */
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
     * @param baseUrl the base URL, for messages
     * @param settings the settings for all servers
     * @param warnings logs repeated failures
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

    /** Returns the base URL, for messages. */
    public String baseUrl() {
        return baseUrl;
    }

    public Addresses addresses() {
        return addresses;
    }

    /** Admits the passage when the server may be called. */
    public void enter(Passage passage) {
        gate.enter(passage);
    }

    /** Removes a waiting passage. */
    public void leave(Passage passage) {
        gate.leave(passage);
    }

    /** Takes the cost of a retry from the retry budget; returns false if the budget does not cover it. */
    public boolean takeFromBudget(int cost) {
        return budget.take(cost);
    }

    /** Called when a request is sent to this server; returns a number for the calls below. */
    public int onSent() {
        load.incrementAndGet();
        return ejection.onChosen();
    }

    /** Called when a request has ended, with any outcome. */
    public void onOver() {
        load.decrementAndGet();
    }

    /**
     * Called when a response with any status has arrived.
     *
     * @param call returned by {@link #onSent}
     */
    public void onAnswered(int call, long tokens, ResponseInfo response) {
        if (response.status() == 429) {
            Duration pause = response.retryAfter();
            // A longer pause is reported to the caller, who would not wait for it.
            if (pause != null && pause.compareTo(maxPause) <= 0) {
                gate.pause(pause);
            }
        }
        gate.onAnswered(tokens, response);
        if (response.status() >= 500) {
            onFailed(call);
        } else {
            ejection.onSuccess();
        }
        if (response.isSuccess()) {
            budget.earn();
        }
    }

    /**
     * Called when there was no response.
     *
     * @param call returned by {@link #onSent}
     */
    public void onUnanswered(int call, long tokens) {
        gate.onUnanswered(tokens);
        onFailed(call);
    }

    /**
     * Called when a request was abandoned without an indication of the server's health.
     *
     * @param call returned by {@link #onSent}; zero if the request was admitted but not sent
     */
    public void onAbandoned(int call, long tokens) {
        gate.onUnanswered(tokens);
        ejection.onNothing(call);
    }

    private void onFailed(int call) {
        if (ejection.onFailure(scheduler.nanoTime(), call)) {
            warnings.warn(
                    baseUrl,
                    baseUrl + " failed several times in a row; its calls are sent to other servers, if there are any");
        }
    }

    int load() {
        return load.get();
    }

    /** Returns whether the server is neither ejected nor paused. */
    boolean isUsable(long now) {
        return ejection.allows(now) && gate.nanosPaused(now) == 0;
    }

    /** Returns the nanoseconds until the server may be called. */
    long nanosUntilUsable(long now) {
        return Math.max(ejection.nanosLeft(now), gate.nanosPaused(now));
    }

    /** Returns a rank of this server for an affinity key, which is the same in all processes. */
    int affinityTo(String key) {
        int hash = 31 * key.hashCode() + baseUrl.hashCode();
        // The finalizer of MurmurHash3, so that similar keys are spread over the servers.
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    @Override
    public String toString() {
        return baseUrl;
    }
}
