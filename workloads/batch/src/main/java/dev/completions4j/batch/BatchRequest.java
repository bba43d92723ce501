// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;

/**
 * One request of a batch.
 *
 * @param customId the id that the answer carries; unique within the batch, and the same in every run of it
 * @param request the request
 * @since 0.1.0
 */
public record BatchRequest(String customId, CompletionRequest request) {}
