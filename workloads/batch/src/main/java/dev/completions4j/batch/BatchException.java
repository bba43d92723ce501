// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a run ended early because its input, its output or the server failed; what was done is kept.
 *
 * <p>Messages contain no prompts, completions or API keys. They contain the path of the output, and file names as far as
 * the causes do.
 *
 * @since 0.1.0
 */
public final class BatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable BatchReport report;

    /**
     * Creates an exception.
     *
     * @param message what failed, and what to do
     * @param report what was done until then
     * @param cause the failure
     */
    public BatchException(String message, BatchReport report, @Nullable Throwable cause) {
        super(message, cause);
        this.report = report;
    }

    /** Returns the exception of a run that a failure has ended. */
    static BatchException of(BatchReport report, Throwable cause) {
        String message = switch (report.end()) {
            case OUTPUT_FAILED -> String.valueOf(cause.getMessage());
            case INPUT_FAILED ->
                "The input cannot be read any further (" + cause.getClass().getName()
                        + "); correct it and run again with the same output";
            case INPUT_CHANGED ->
                cause.getMessage()
                        + "; choose another output, restore the input and its parameters, or call skipChanged(true) to"
                        + " keep the answers of changed requests";
            case SERVER_FAILED ->
                "No call succeeds any more: " + FailureText.of(cause)
                        + "; correct that and run again with the same output";
            default ->
                "The run ended by an unexpected failure, " + cause.getClass().getName();
        };
        return new BatchException(message, report, cause);
    }

    /** Returns what was done until then; null after deserialization. */
    public @Nullable BatchReport report() {
        return report;
    }
}
