// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import dev.completions4j.testkit.ReceivedRequest;
import java.time.Duration;

/** The progress of one response. Safe for use by multiple threads. */
final class ResponseLog {

    private final ReceivedRequest request;
    private long bodyBytes;
    private int events;
    private long writingNanos;
    private boolean hungUp;
    private boolean ended;

    ResponseLog(ReceivedRequest request) {
        this.request = request;
    }

    ReceivedRequest request() {
        return request;
    }

    /** @param nanos the duration of the write */
    synchronized void recordWritten(ResponseProgress progress, long nanos) {
        bodyBytes = progress.bodyBytes();
        events = progress.events();
        writingNanos += nanos;
    }

    synchronized void recordHangUp() {
        hungUp = true;
    }

    synchronized void recordEnd() {
        ended = true;
    }

    synchronized boolean isOpen() {
        return !ended;
    }

    synchronized ServedResponse soFar() {
        return new ServedResponse(request, bodyBytes, events, Duration.ofNanos(writingNanos), hungUp);
    }
}
