// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The request breaks rules of the server's {@link ServerProfile}, or of every server's; nothing was sent. */
public final class InvalidRequestException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    // An array, since a list need not be serializable.
    private final Violation[] violations;

    /**
     * @param profile whose rules they are
     * @param violations at least one
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

    /** Every rule that is broken; at least one. */
    public List<Violation> violations() {
        return List.of(violations);
    }

    /**
     * One rule that a request breaks.
     *
     * @param field the property that is at fault, by its name in the JSON, such as {@code best_of}
     * @param rule what the property must be, such as {@code must be 0 to 2}
     * @param value what it is; null if that is told by the rule, or is text of the caller's, which is never shown
     * @param remedy what to do about it
     */
    public record Violation(
            String field, String rule, @Nullable String value, String remedy) implements Serializable {

        /** A sentence without its full stop. */
        @Override
        public String toString() {
            return field + " " + rule + (value == null ? "" : ", but is " + value) + ": " + remedy;
        }
    }
}
