// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.assertions;

import dev.completions4j.testkit.RecordingSubscriber;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert;

/**
 * Assertions on what a subscriber received.
 *
 * <p>Every assertion also fails if a signal violated the rules of {@link java.util.concurrent.Flow}.
 */
public final class StreamAssert extends AbstractAssert<StreamAssert, RecordingSubscriber> {

    StreamAssert(RecordingSubscriber actual) {
        super(actual, StreamAssert.class);
    }

    /**
     * Asserts the text of the first choice, concatenated over all chunks.
     *
     * @param expected the text
     */
    public StreamAssert hasText(String expected) {
        hasNoViolations();
        if (!actual.text().equals(expected)) {
            failWithMessage("Expected the text%n  \"%s\"%nbut %s", expected, description());
        }
        return this;
    }

    /**
     * Asserts the text of the first choice in each chunk, including empty texts.
     *
     * @param expected the texts
     */
    public StreamAssert hasTexts(String... expected) {
        hasNoViolations();
        if (!actual.texts().equals(List.of(expected))) {
            failWithMessage("Expected chunks with the texts%n  %s%nbut %s", List.of(expected), description());
        }
        return this;
    }

    /**
     * Asserts the number of chunks received.
     *
     * @param expected the number of chunks
     */
    public StreamAssert hasChunks(int expected) {
        hasNoViolations();
        if (actual.chunks().size() != expected) {
            failWithMessage("Expected %s chunks%nbut %s", expected, description());
        }
        return this;
    }

    /** Asserts that the stream has completed normally. */
    public StreamAssert hasCompleted() {
        hasNoViolations();
        if (!actual.hasEnded() || actual.failure() != null) {
            failWithMessage("Expected a completed stream%nbut %s", description());
        }
        return this;
    }

    /**
     * Asserts that the stream has failed with an exception of a type.
     *
     * @param type the type
     * @return assertions on the exception
     */
    public <E extends Throwable> ThrowableAssert<E> hasFailedWith(Class<E> type) {
        hasNoViolations();
        Throwable failure = actual.hasEnded() ? actual.failure() : null;
        if (!type.isInstance(failure)) {
            failWithMessage("Expected a stream that has failed with %s%nbut %s", type.getSimpleName(), description());
        }
        return new ThrowableAssert<>(type.cast(failure));
    }

    /** Asserts that the stream has neither completed nor failed. */
    public StreamAssert hasNotEnded() {
        hasNoViolations();
        if (actual.hasEnded()) {
            failWithMessage("Expected a stream that has not ended%nbut %s", description());
        }
        return this;
    }

    /** Asserts that no signal violated the rules of {@link java.util.concurrent.Flow}. */
    public StreamAssert hasNoViolations() {
        isNotNull();
        Assertions.assertThat(actual.violations())
                .as("violations of the rules of Flow")
                .isEmpty();
        return this;
    }

    private String description() {
        String end = actual.hasEnded()
                ? (actual.failure() == null ? "the stream completed" : "the stream failed with " + actual.failure())
                : "the stream has not ended";
        return end + " after " + actual.chunks().size() + " chunks with the texts " + actual.texts();
    }
}
