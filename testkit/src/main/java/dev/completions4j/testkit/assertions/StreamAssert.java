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
 * <p>Each of them fails too if a signal broke the rules of {@link java.util.concurrent.Flow}.
 */
public final class StreamAssert extends AbstractAssert<StreamAssert, RecordingSubscriber> {

    StreamAssert(RecordingSubscriber actual) {
        super(actual, StreamAssert.class);
    }

    /** Asserts the text of the first choice, that of all chunks joined. */
    public StreamAssert hasText(String expected) {
        keepsTheRules();
        if (!actual.text().equals(expected)) {
            failWithMessage("Expected the text%n  \"%s\"%nbut %s", expected, description());
        }
        return this;
    }

    /** Asserts the text of the first choice in each chunk, empty ones too. */
    public StreamAssert hasTexts(String... expected) {
        keepsTheRules();
        if (!actual.texts().equals(List.of(expected))) {
            failWithMessage("Expected chunks with the texts%n  %s%nbut %s", List.of(expected), description());
        }
        return this;
    }

    /** Asserts how many chunks came. */
    public StreamAssert hasChunks(int expected) {
        keepsTheRules();
        if (actual.chunks().size() != expected) {
            failWithMessage("Expected %s chunks%nbut %s", expected, description());
        }
        return this;
    }

    /** Asserts that the stream has completed. */
    public StreamAssert hasCompleted() {
        keepsTheRules();
        if (!actual.hasEnded() || actual.failure() != null) {
            failWithMessage("Expected a stream that has completed%nbut %s", description());
        }
        return this;
    }

    /** Asserts that the stream has failed, and goes on to assert what with. */
    public <E extends Throwable> ThrowableAssert<E> hasFailedWith(Class<E> type) {
        keepsTheRules();
        Throwable failure = actual.hasEnded() ? actual.failure() : null;
        if (!type.isInstance(failure)) {
            failWithMessage("Expected a stream that has failed with %s%nbut %s", type.getSimpleName(), description());
        }
        return new ThrowableAssert<>(type.cast(failure));
    }

    /** Asserts that the stream has neither completed nor failed. */
    public StreamAssert hasNotEnded() {
        keepsTheRules();
        if (actual.hasEnded()) {
            failWithMessage("Expected a stream that goes on%nbut %s", description());
        }
        return this;
    }

    /** Asserts that no signal broke the rules of {@link java.util.concurrent.Flow}. */
    public StreamAssert keepsTheRules() {
        isNotNull();
        Assertions.assertThat(actual.violations())
                .as("signals that break the rules of Flow")
                .isEmpty();
        return this;
    }

    private String description() {
        String end = actual.hasEnded()
                ? (actual.failure() == null ? "the stream completed" : "the stream failed with " + actual.failure())
                : "the stream goes on";
        return end + " after " + actual.chunks().size() + " chunks with the texts " + actual.texts();
    }
}
