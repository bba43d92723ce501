// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import dev.completions4j.testkit.ReceivedRequest;
import java.time.Duration;

/**
 * How a {@link LoopbackServer} came along with the response to one request, so far.
 *
 * <p>What is written is in the hands of the system, which buffers for both sides: the client has read at most that much.
 *
 * @param request as received
 * @param bodyBytes how many bytes of the body were written, the framing of chunks included
 * @param events how many events of a stream were written whole, comments included; zero if it is none
 * @param writing the time that the writes took that are over; long if the client did not read
 * @param hungUp true if the client closed or reset its connection before the response ended; what was written until then
 *     tells where
 */
public record ServedResponse(ReceivedRequest request, long bodyBytes, int events, Duration writing, boolean hungUp) {}
