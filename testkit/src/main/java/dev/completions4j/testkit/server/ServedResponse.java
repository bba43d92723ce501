// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import dev.completions4j.testkit.ReceivedRequest;
import java.time.Duration;

/**
 * The progress of a {@link LoopbackServer}'s response to one request.
 *
 * <p>Written bytes are buffered by the operating system on both sides, so the client may have read fewer.
 *
 * @param request the request, as received
 * @param bodyBytes the number of body bytes written, including chunk framing
 * @param events the number of complete events written, including comments; zero if the response is not an event stream
 * @param writing the total duration of the completed writes; long if the client did not read
 * @param hungUp true if the client closed or reset its connection before the response ended; {@code bodyBytes} and
 *     {@code events} are then what was written before
 */
public record ServedResponse(ReceivedRequest request, long bodyBytes, int events, Duration writing, boolean hungUp) {}
