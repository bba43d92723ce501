// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.testkit.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The requests that a test expects, and the replies to them. Not thread-safe. */
final class Expectation {

    private final RequestPattern pattern;
    private final List<Function<ReceivedRequest, FakeReply>> replies;
    private final int min;
    private final int max;
    private int answered;

    private Expectation(RequestPattern pattern, List<Function<ReceivedRequest, FakeReply>> replies, int min, int max) {
        this.pattern = pattern;
        this.replies = replies;
        this.min = min;
        this.max = max;
    }

    /** Expects as many requests as there are replies. */
    static Expectation each(RequestPattern pattern, List<FakeReply> replies) {
        List<Function<ReceivedRequest, FakeReply>> fixed = new ArrayList<>();
        replies.forEach(reply -> fixed.add(request -> reply));
        return new Expectation(pattern, fixed, fixed.size(), fixed.size());
    }

    /** Expects one request or more. */
    static Expectation always(RequestPattern pattern, Function<ReceivedRequest, FakeReply> reply) {
        return new Expectation(pattern, List.of(reply), 1, Integer.MAX_VALUE);
    }

    boolean expects(ReceivedRequest request) {
        return answered < max && pattern.mismatches(request).isEmpty();
    }

    /** Returns the function that creates the next reply from the request. */
    Function<ReceivedRequest, FakeReply> reply() {
        return replies.get(Math.min(answered++, replies.size() - 1));
    }

    boolean isSatisfied() {
        return answered >= min;
    }

    /** Describes why this expectation does not match the request. */
    String mismatch(ReceivedRequest request) {
        List<String> mismatches = pattern.mismatches(request);
        return pattern + ", because "
                + (mismatches.isEmpty()
                        ? "it was expected only " + (max == 1 ? "once" : max + " times")
                        : String.join(", ", mismatches));
    }

    @Override
    public String toString() {
        return pattern + " (answered " + answered + " of " + min + ")";
    }
}
