// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.testkit.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Which requests a test expects, and what they are answered with. Not safe for use by several threads at once. */
final class Expectation {

    private final RequestPattern pattern;
    private final List<Function<ReceivedRequest, FakeReply>> replies;
    private final int least;
    private final int most;
    private int answered;

    private Expectation(
            RequestPattern pattern, List<Function<ReceivedRequest, FakeReply>> replies, int least, int most) {
        this.pattern = pattern;
        this.replies = replies;
        this.least = least;
        this.most = most;
    }

    /** Expects as many requests as there are replies. */
    static Expectation each(RequestPattern pattern, List<FakeReply> replies) {
        List<Function<ReceivedRequest, FakeReply>> fixed = new ArrayList<>();
        replies.forEach(reply -> fixed.add(request -> reply));
        return new Expectation(pattern, fixed, fixed.size(), fixed.size());
    }

    /** Expects one request, and any number more. */
    static Expectation always(RequestPattern pattern, Function<ReceivedRequest, FakeReply> reply) {
        return new Expectation(pattern, List.of(reply), 1, Integer.MAX_VALUE);
    }

    boolean expects(ReceivedRequest request) {
        return answered < most && pattern.mismatches(request).isEmpty();
    }

    /** The next reply, to be made of the request that it answers. */
    Function<ReceivedRequest, FakeReply> reply() {
        return replies.get(Math.min(answered++, replies.size() - 1));
    }

    boolean isFulfilled() {
        return answered >= least;
    }

    /** Why it does not expect this request. */
    String refusal(ReceivedRequest request) {
        List<String> mismatches = pattern.mismatches(request);
        return pattern + ", because "
                + (mismatches.isEmpty()
                        ? "it was to be answered only " + (most == 1 ? "once" : most + " times")
                        : String.join(", ", mismatches));
    }

    @Override
    public String toString() {
        return pattern + " (answered " + answered + " of " + least + ")";
    }
}
