// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.assertions;

import dev.completions4j.testkit.transport.FakeExchange;
import org.assertj.core.api.AbstractAssert;

/** Assertions on the outcome of an exchange. */
public final class ExchangeAssert extends AbstractAssert<ExchangeAssert, FakeExchange> {

    ExchangeAssert(FakeExchange actual) {
        super(actual, ExchangeAssert.class);
    }

    /**
     * Asserts that the client cancelled the exchange before its end, which a real server would observe as a closed
     * connection.
     */
    public ExchangeAssert isCancelled() {
        isNotNull();
        if (!actual.isCancelled()) {
            failWithMessage("Expected the client to have cancelled the exchange%n  %s", actual);
        }
        return this;
    }

    /** Asserts that the client has not cancelled the exchange. */
    public ExchangeAssert isNotCancelled() {
        isNotNull();
        if (actual.isCancelled()) {
            failWithMessage("Expected the client not to have cancelled the exchange%n  %s", actual);
        }
        return this;
    }
}
