// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;

/**
 * A request that waits for its answer.
 *
 * @param place its place among the requests of the run that get an answer, from 0
 * @param weight its size in the input
 * @param fingerprint the fingerprint of the request
 */
record PendingRequest(long place, long weight, String customId, int fingerprint, CompletionRequest request) {}
