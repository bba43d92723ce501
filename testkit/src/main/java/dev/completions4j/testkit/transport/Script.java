// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.testkit.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a test expects, held against what came. Safe for use by any number of threads. */
final class Script {

    private final List<Expectation> expectations = new ArrayList<>();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    synchronized void add(Expectation expectation) {
        expectations.add(expectation);
    }

    /** True if nothing is expected, and the test answers by itself. */
    synchronized boolean isEmpty() {
        return expectations.isEmpty();
    }

    synchronized List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /**
     * Notes a request; gives what makes the reply that is meant for it, or null if none is. It may call code of the test,
     * and so is left to the caller, who has no lock.
     */
    synchronized @Nullable Function<ReceivedRequest, FakeReply> next(ReceivedRequest request) {
        requests.add(request);
        for (Expectation each : expectations) {
            if (each.expects(request)) {
                return each.reply();
            }
        }
        if (!expectations.isEmpty()) {
            failed.add(complaint(request));
        }
        return null;
    }

    /** Notes a request whose reply could not be made. */
    synchronized void onBrokenReply(ReceivedRequest request, Throwable thrown) {
        failed.add("came, but what was to answer it threw " + thrown + ": " + described(request));
    }

    /** What came against expectation, and what did not come, line by line; empty if all is well. */
    synchronized List<String> complaints() {
        List<String> complaints = new ArrayList<>(failed);
        for (Expectation each : expectations) {
            if (!each.isFulfilled()) {
                complaints.add("expected, but did not come: " + each);
            }
        }
        return complaints;
    }

    private String complaint(ReceivedRequest request) {
        StringBuilder complaint = new StringBuilder("came, but was not expected: ").append(described(request));
        for (Expectation each : expectations) {
            complaint.append("\n    is not ").append(each.refusal(request));
        }
        return complaint.toString();
    }

    /** A request in a message: with its body, but without query and headers, which may hold secrets. */
    static String described(ReceivedRequest request) {
        return request.method() + " " + request.path() + " " + JsonTexts.shortened(request.bodyText());
    }
}
