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

    /** Returns what was done until then; null after deserialization. */
    public @Nullable BatchReport report() {
        return report;
    }
}
