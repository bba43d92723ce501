// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.assertions;

import dev.completions4j.testkit.transport.FakeExchange;
import org.assertj.core.api.AbstractAssert;

/** Assertions on what became of an exchange. */
public final class ExchangeAssert extends AbstractAssert<ExchangeAssert, FakeExchange> {

    ExchangeAssert(FakeExchange actual) {
        super(actual, ExchangeAssert.class);
    }

    /** Asserts that the client cancelled before the end, which a real server would see as a closed connection. */
    public ExchangeAssert isCancelled() {
        isNotNull();
        if (!actual.isCancelled()) {
            failWithMessage("Expected that the client had cancelled the exchange, but it is%n  %s", actual);
        }
        return this;
    }

    /** Asserts that the client has not cancelled. */
    public ExchangeAssert isNotCancelled() {
        isNotNull();
        if (actual.isCancelled()) {
            failWithMessage("Expected that the client had not cancelled the exchange%n  %s", actual);
        }
        return this;
    }
}
