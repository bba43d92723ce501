// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.CompletionsClient;
import java.io.Serializable;

/**
 * Customizes the client of a task, for settings that {@link ClientDescription} has no method for, such as a TLS context,
 * listeners or a retry policy.
 *
 * <p>Serialized with the job, and called on the task manager: what it captures must be serializable, and becomes part
 * of the job graph.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ClientCustomizer extends Serializable {

    /**
     * Changes the builder, to which all other settings have been applied.
     *
     * @param builder the builder of the task's client
     * @throws Exception if the client cannot be created; the task fails
     */
    void customize(CompletionsClient.Builder builder) throws Exception;
}
