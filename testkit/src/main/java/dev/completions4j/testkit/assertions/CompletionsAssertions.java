// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.assertions;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;

/** Entry point of the assertions; import its methods statically, in addition to AssertJ's own {@code assertThat}. */
public final class CompletionsAssertions {

    private CompletionsAssertions() {}

    /**
     * Returns assertions on a request.
     *
     * @param actual the request
     */
    public static RequestAssert assertThat(ReceivedRequest actual) {
        return new RequestAssert(actual);
    }

    /**
     * Returns assertions on an exchange.
     *
     * @param actual the exchange
     */
    public static ExchangeAssert assertThat(FakeExchange actual) {
        return new ExchangeAssert(actual);
    }

    /**
     * Returns assertions on what a subscriber received.
     *
     * @param actual the subscriber
     */
    public static StreamAssert assertThat(RecordingSubscriber actual) {
        return new StreamAssert(actual);
    }
}
