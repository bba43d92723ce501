// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

/**
 * The status line and the headers of a final response.
 *
 * @param status 200 to 599, or what else the server sent as a final status
 * @param protocol {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}
 * @param headers as sent, trailers excluded
 */
public record ResponseHead(int status, String protocol, HttpHeaders headers) {}
