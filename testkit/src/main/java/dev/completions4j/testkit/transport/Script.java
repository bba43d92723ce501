// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.testkit.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares the requests that a test expects with those that are sent. Safe for use by multiple threads. */
final class Script {

    private final List<Expectation> expectations = new ArrayList<>();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    synchronized void add(Expectation expectation) {
        expectations.add(expectation);
    }

    /** Returns true if no request is expected, and the test responds itself. */
    synchronized boolean isEmpty() {
        return expectations.isEmpty();
    }

    synchronized List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /**
     * Records a request and returns the function that creates its reply, or null if the request is unexpected. The
     * function may call code of the test, so the caller applies it without holding a lock.
     */
    synchronized @Nullable Function<ReceivedRequest, FakeReply> next(ReceivedRequest request) {
        requests.add(request);
        for (Expectation each : expectations) {
            if (each.expects(request)) {
                return each.reply();
            }
        }
        if (!expectations.isEmpty()) {
            failed.add(unexpected(request));
        }
        return null;
    }

    /** Records a request whose reply could not be created. */
    synchronized void addFailedReply(ReceivedRequest request, Throwable thrown) {
        failed.add("the reply threw " + thrown + ": " + described(request));
    }

    /** Describes the unexpected and the missing requests, line by line; empty if there are none. */
    synchronized List<String> problems() {
        List<String> problems = new ArrayList<>(failed);
        for (Expectation each : expectations) {
            if (!each.isSatisfied()) {
                problems.add("missing: " + each);
            }
        }
        return problems;
    }

    private String unexpected(ReceivedRequest request) {
        StringBuilder unexpected = new StringBuilder("unexpected: ").append(described(request));
        for (Expectation each : expectations) {
            unexpected.append("\n    does not match ").append(each.mismatch(request));
        }
        return unexpected.toString();
    }

    /** Describes a request in a message: with its body, but without query and headers, which may contain secrets. */
    static String described(ReceivedRequest request) {
        return request.method() + " " + request.path() + " " + JsonTexts.shortened(request.bodyText());
    }
}
