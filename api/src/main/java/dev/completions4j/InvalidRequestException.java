// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a request violates rules of the server's {@link ServerProfile} or of all servers; nothing was sent.
 *
 * @since 0.1.0
 */
public final class InvalidRequestException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    // An array, because a list need not be serializable.
    private final Violation[] violations;

    /**
     * Creates an exception.
     *
     * @param profile the profile whose rules were applied
     * @param violations one or more violations
     */
    public InvalidRequestException(ServerProfile profile, List<Violation> violations) {
        super(message(profile, violations), null, null, null);
        this.violations = violations.toArray(Violation[]::new);
    }

    private static String message(ServerProfile profile, List<Violation> violations) {
        return violations.stream()
                .map(Violation::toString)
                .collect(Collectors.joining(
                        "; ", "The request was not sent, by the rules of the profile " + profile.name() + ": ", ""));
    }

    /** Returns all violations; at least one. */
    public List<Violation> violations() {
        return List.of(violations);
    }

    /**
     * A rule that a request violates.
     *
     * @param field the JSON name of the invalid property, such as {@code best_of}
     * @param rule the rule, such as {@code must be 0 to 2}
     * @param value the invalid value; null if the rule states it, or if it is text of the caller, which is never shown
     * @param remedy what the caller can do
     */
    public record Violation(
            String field, String rule, @Nullable String value, String remedy) implements Serializable {

        /** Returns the violation as a sentence without a full stop. */
        @Override
        public String toString() {
            return field + " " + rule + (value == null ? "" : ", but is " + value) + ": " + remedy;
        }
    }
}
