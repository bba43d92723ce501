// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.transport.HttpHeaders;

/**
 * The response of a {@link ModelService}, without HTTP framing.
 *
 * @param status the HTTP status
 * @param headers the headers, without those of the framing, such as {@code Content-Length}
 * @param body a whole body, or the events of a stream
 */
public record ModelAnswer(int status, HttpHeaders headers, ModelReply body) {}
