// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.ApiException;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.NetworkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Descriptions of the signals that a caller has received from its call, in order. Thread-safe. */
final class Signals {

    private static final String COMPLETE = "complete";
    private static final String ERROR = "error ";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> seen = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    static String next(String text) {
        return "next " + text;
    }

    static String complete() {
        return COMPLETE;
    }

    /**
     * Returns the description of an error.
     *
     * @param description its kind, and the text that was received before it
     */
    static String error(String description) {
        return ERROR + description;
    }

    static String error(Throwable failure) {
        StringBuilder description = new StringBuilder(failure.getClass().getSimpleName());
        if (failure instanceof ApiException api) {
            description.append(' ').append(api.kind());
        }
        if (failure instanceof NetworkException network) {
            description.append(' ').append(network.kind());
        }
        if (failure instanceof CallTimeoutException exceeded) {
            description.append(' ').append(exceeded.timeout());
        }
        if (failure instanceof CompletionsClientException ours) {
            Completion partial = ours.partial();
            if (partial != null) {
                description.append(" after ").append(partial.text());
            }
        }
        return error(description.toString());
    }

    synchronized void add(String signal) {
        seen.add(signal);
        notifyAll();
    }

    synchronized void add(Throwable failure) {
        failures.add(failure);
        add(error(failure));
    }

    /** Adds the outcome of a future when it completes. */
    void addEndOf(CompletableFuture<?> future) {
        var unused = future.whenComplete((result, failure) -> {
            if (failure == null) {
                add(complete());
            } else {
                add(failure);
            }
        });
    }

    /** Returns the failures among the signals. */
    synchronized List<Throwable> failures() {
        return List.copyOf(failures);
    }

    synchronized List<String> all() {
        return List.copyOf(seen);
    }

    /** Waits until there are at least the given number of signals, with a bound. */
    synchronized List<String> await(int count) throws InterruptedException {
        if (!awaitCount(count, PATIENCE)) {
            throw new AssertionError("There are fewer than " + count + " signals: " + seen);
        }
        return List.copyOf(seen);
    }

    /** Waits for the last signal, with a bound, and returns all signals. */
    synchronized List<String> awaitEnd() throws InterruptedException {
        List<String> signals = await(1);
        while (!signals.get(signals.size() - 1).equals(COMPLETE)
                && !signals.get(signals.size() - 1).startsWith(ERROR)) {
            signals = await(signals.size() + 1);
        }
        return signals;
    }

    /** Waits until there are at least the given number of signals; returns false if there are not in time. */
    synchronized boolean awaitCount(int count, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (seen.size() < count) {
            long rest = deadline - System.nanoTime();
            if (rest <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
        return true;
    }
}
