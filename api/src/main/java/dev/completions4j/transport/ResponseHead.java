// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

/**
 * The status line and headers of a final response.
 *
 * @param status 200 to 599, or any other final status that the server sent
 * @param protocol {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}
 * @param headers the headers, without trailers
 * @since 0.1.0
 */
public record ResponseHead(int status, String protocol, HttpHeaders headers) {}
