// SPDX-License-Identifier: Apache-2.0
/**
 * Records what passes between a client and a server, and replays it without the server.
 *
 * <pre>{@code
 * RecordingTransport recorder = RecordingTransport.of(transport);
 * // ... a client with transport(recorder) talks to the server ...
 * recorder.shutdown(Duration.ofSeconds(5)).join();
 * recorder.recording().write(file);
 *
 * ReplayTransport replay = ReplayTransport.of(Recording.read(file));
 * // ... a client with transport(replay) talks to nobody ...
 * replay.verify();
 * }</pre>
 *
 * <p><b>The file</b> is JSON in UTF-8, made to be read, to be compared by version control and to be edited:
 *
 * <pre>{@code
 * {
 *   "format": "completions4j-recording",
 *   "version": 1,
 *   "exchanges": [
 *     {
 *       "request": {
 *         "method": "POST",
 *         "target": "/v1/completions",
 *         "headers": ["Content-Type: application/json"],
 *         "json": {"model": "m", "prompt": "Hello", "stream": true}
 *       },
 *       "signals": [
 *         {"micros": 21034, "head": {
 *           "status": 200, "protocol": "HTTP/1.1", "headers": ["Content-Type: text/event-stream"]}},
 *         {"micros": 21190, "text": "data: [DO"},
 *         {"micros": 21544, "text": "NE]\n\n"},
 *         {"micros": 21560, "complete": true}
 *       ]
 *     }
 *   ]
 * }
 * }</pre>
 *
 * <ul>
 *   <li>The exchanges are in the order in which they were sent.
 *   <li>A request's body is {@code json}, or {@code text} if it is no JSON, or {@code base64} if it is no UTF-8, or
 *       absent if it is empty.
 *   <li>A signal is what the transport reported at {@code micros}, microseconds after the sending: {@code head}; the bytes
 *       of one buffer of the body as {@code text}, or as {@code base64} if they are no UTF-8 by themselves; and at last
 *       {@code complete}, or {@code failure} with its {@code kind} and {@code progress} as {@link
 *       dev.completions4j.transport.TransportException} has them. Without either the client cancelled the exchange, or
 *       it was under way when the recording was taken.
 * </ul>
 *
 * <p>Secrets are left out as {@link dev.completions4j.testkit.recording.Redaction} says.
 */
@NullMarked
package dev.completions4j.testkit.recording;

import org.jspecify.annotations.NullMarked;
