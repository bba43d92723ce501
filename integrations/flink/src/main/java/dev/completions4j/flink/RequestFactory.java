// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.CompletionRequest;
import java.io.Serializable;

/**
 * Creates the request for a record. Serialized with the job: what it captures must be serializable, which a
 * {@link RequestTemplate} is and a {@link CompletionRequest} is not.
 *
 * @param <T> the type of the records
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequestFactory<T> extends Serializable {

    /**
     * Returns the request for a record. Called on the task's thread; must not block.
     *
     * @param input the record
     * @throws Exception if the record has no request; the job fails
     */
    CompletionRequest request(T input) throws Exception;
}
