package dev.completions4j;

import java.util.List;
import java.util.stream.Collectors;

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
}
