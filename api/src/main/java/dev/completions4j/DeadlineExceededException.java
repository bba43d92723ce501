package dev.completions4j;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call was aborted because one of its deadlines passed. */
public final class DeadlineExceededException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    private final Deadline deadline;
    private final Duration limit;

    /**
     * @param deadline which one passed
     * @param limit what it was
     * @param arrived what had arrived by then, for the message; such as {@code nothing}
     * @param response what HTTP told; null if no response had begun
     * @param partial what had arrived of a stream; null if nothing had
     * @param failedAttempts of the call, before this one
     */
    public DeadlineExceededException(
            Deadline deadline,
            Duration limit,
            String arrived,
            @Nullable ResponseInfo response,
            @Nullable Completion partial,
            List<FailedAttempt> failedAttempts) {
        super(
                "The deadline " + deadline + " of " + limit + " passed; arrived by then: " + arrived,
                null,
                response,
                partial,
                failedAttempts);
        this.deadline = deadline;
        this.limit = limit;
    }

    /** Which one passed. */
    public Deadline deadline() {
        return deadline;
    }

    /** How long it was. */
    public Duration limit() {
        return limit;
    }
}
