// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.assertions;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;

/** Where assertions begin; to be imported statically, beside AssertJ's own {@code assertThat}. */
public final class CompletionsAssertions {

    private CompletionsAssertions() {}

    public static RequestAssert assertThat(ReceivedRequest actual) {
        return new RequestAssert(actual);
    }

    public static ExchangeAssert assertThat(FakeExchange actual) {
        return new ExchangeAssert(actual);
    }

    public static StreamAssert assertThat(RecordingSubscriber actual) {
        return new StreamAssert(actual);
    }
}
