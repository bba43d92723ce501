// SPDX-License-Identifier: Apache-2.0
/**
 * Records the exchanges of a client with a server, and replays them without the server.
 *
 * <pre>{@code
 * RecordingTransport recorder = RecordingTransport.of(transport);
 * // ... a client with transport(recorder) calls the server ...
 * recorder.shutdown(Duration.ofSeconds(5)).join();
 * recorder.recording().write(file);
 *
 * ReplayTransport replay = ReplayTransport.of(Recording.read(file));
 * // ... a client with transport(replay) calls the recording ...
 * replay.verify();
 * }</pre>
 *
 * <p><b>The file</b> is JSON in UTF-8, suitable for reading, editing and version control:
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
 *   <li>The body of a request is {@code json}, {@code text} if it is not JSON, or {@code base64} if it is not UTF-8; it
 *       is absent if it is empty.
 *   <li>A signal is what the transport reported {@code micros} microseconds after the request was sent: {@code head};
 *       the bytes of one buffer of the body as {@code text}, or as {@code base64} if they are not valid UTF-8 on their
 *       own; and finally {@code complete}, or {@code failure} with the {@code kind} and {@code progress} of its
 *       {@link dev.completions4j.transport.TransportException}. Without either, the client cancelled the exchange, or
 *       it was still in flight when the recording was taken.
 * </ul>
 *
 * <p>{@link dev.completions4j.testkit.recording.Redaction} specifies how secrets are left out.
 */
@NullMarked
package dev.completions4j.testkit.recording;

import org.jspecify.annotations.NullMarked;
