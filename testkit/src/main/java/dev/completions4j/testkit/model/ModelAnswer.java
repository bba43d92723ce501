// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.transport.HttpHeaders;

/**
 * What a {@link ModelService} answers to one request, before it is framed for the wire.
 *
 * @param status the HTTP status
 * @param headers without those of the framing, such as {@code Content-Length}
 * @param body a whole body, or the events of a stream
 */
public record ModelAnswer(int status, HttpHeaders headers, ModelReply body) {}
