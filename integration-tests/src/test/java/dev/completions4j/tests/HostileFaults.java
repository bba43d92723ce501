// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Answers.LAST_CHUNK;
import static dev.completions4j.tests.Answers.STREAM_HEAD;
import static dev.completions4j.tests.Answers.chunk;
import static dev.completions4j.tests.Answers.completion;
import static dev.completions4j.tests.Answers.lastToken;
import static dev.completions4j.tests.Answers.whole;
import static dev.completions4j.tests.Faults.answering;
import static dev.completions4j.tests.Faults.fault;
import static dev.completions4j.tests.Signals.complete;
import static dev.completions4j.tests.Signals.error;
import static dev.completions4j.tests.Signals.next;
import static dev.completions4j.transport.RequestProgress.HEAD_RECEIVED;

import dev.completions4j.tests.Ending.ConnectionState;
import dev.completions4j.tests.Fault.Effect;
import dev.completions4j.tests.Fault.Outcome;
import dev.completions4j.transport.TransportException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Deliberately malformed responses: those that the JDK's client accepts, and those that every client must reject. */
final class HostileFaults {

    private static final Set<Wire> JDK = Set.of(Wire.JDK, Wire.JDK_TLS);
    private static final Set<Wire> NETTY = Set.of(Wire.NETTY, Wire.NETTY_TLS);

    private static final Outcome NOT_HTTP = Outcome.network(Kind.PROTOCOL, HEAD_RECEIVED);
    private static final Outcome ANSWERED = Outcome.observed(next("one"), complete());
    private static final Outcome ACCEPTED_STREAM =
            new Outcome(List.of(next("one"), complete()), null, ConnectionState.KEPT_OR_CLOSED);
    private static final Outcome BROKEN_STREAM = new Outcome(
            List.of(next("one"), error("NetworkException PROTOCOL after one")), HEAD_RECEIVED, ConnectionState.CLOSED);
    private static final Outcome SILENT_STREAM = Outcome.observed(
                    next("one"), error("CallTimeoutException READ_IDLE after one"))
            .andClosed();
    private static final String ACCEPTED = "the JDK's client accepts it; see the documentation of its transport";

    private static final String JSON = "Content-Type: application/json\r\n";

    /** A finished token, after which the end of the body completes a stream. */
    private static final String TOKEN = lastToken("one");

    private HostileFaults() {}

    static Stream<Fault> all() {
        return Stream.of(heads(), codings(), chunks()).flatMap(faults -> faults);
    }

    private static Stream<Fault> heads() {
        String body = completion("one");
        return Stream.of(
                fault("a status of four digits", answering(whole("2000 OK", JSON, body)), NOT_HTTP)
                        .but(JDK, ANSWERED, ACCEPTED),
                fault("a lone CR in a header", answering(whole("200 OK", JSON + "X-A: a\rX-B: b\r\n", body)), NOT_HTTP)
                        .but(JDK, ANSWERED, ACCEPTED),
                fault("a header without a name", answering(whole("200 OK", JSON + ": b\r\n", body)), NOT_HTTP)
                        .but(JDK, ANSWERED, ACCEPTED));
    }

    private static Stream<Fault> codings() {
        String compressed = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n"
                + "Content-Length: 4\r\n\r\n\u001f\u008b\b\0";
        return Stream.of(
                fault(
                        "the coding identity",
                        answering("HTTP/1.1 200 OK\r\n" + JSON + "Transfer-Encoding: identity\r\n\r\n{}"),
                        NOT_HTTP),
                fault(
                        "chunked twice",
                        answering("HTTP/1.1 200 OK\r\n" + JSON + "Transfer-Encoding: chunked, chunked\r\n\r\n"
                                + LAST_CHUNK),
                        NOT_HTTP),
                fault(
                                "a stream in gzip",
                                answering(compressed),
                                new Outcome(
                                        List.of(error("MalformedResponseException")),
                                        null,
                                        ConnectionState.KEPT_OR_CLOSED))
                        .only(CallForm.SUBSCRIBE));
    }

    private static Stream<Fault> chunks() {
        String comment = ": so on\n\n";
        String size = Integer.toHexString(comment.length());
        String beyond31Bits = "1" + "0".repeat(8 - size.length()) + size;
        String trailers = ("X-Filler: " + "x".repeat(1012) + "\r\n").repeat(100);
        String bareLf = size + "\n" + comment;
        return Stream.of(
                broken("a chunk beyond 31 bits", beyond31Bits + "\r\n" + comment + "\r\n" + LAST_CHUNK),
                broken("a chunk without a size", "\r\n\r\n"),
                // The JDK's client treats late ones as the beginning of the next response, or closes the connection.
                broken("excessive trailers", "0\r\n" + trailers + "\r\n").on(NETTY),
                fault(
                                "other bytes after a chunk",
                                (connection, observed, time) -> {
                                    answering(STREAM_HEAD
                                                    + chunk(TOKEN)
                                                            .substring(
                                                                    0,
                                                                    chunk(TOKEN).length() - 2))
                                            .apply(connection, observed, time);
                                    observed.await(1);
                                    connection.write("xx" + LAST_CHUNK);
                                },
                                BROKEN_STREAM)
                        .only(CallForm.SUBSCRIBE)
                        .but(JDK, ACCEPTED_STREAM, ACCEPTED),
                broken("a lone LF after a chunk size", bareLf).on(NETTY),
                fault(
                                "a lone LF after a chunk size",
                                (connection, observed, time) -> {
                                    afterToken(bareLf).apply(connection, observed, time);
                                    do {
                                        time.advance(Faults.HEAD_LIMIT);
                                    } while (!observed.awaitCount(2, Duration.ofMillis(1)));
                                },
                                SILENT_STREAM)
                        .only(CallForm.SUBSCRIBE)
                        .on(JDK));
    }

    /** Returns a fault in the framing after the only token of a stream. */
    private static Fault broken(String name, String bytes) {
        return fault(name, afterToken(bytes), BROKEN_STREAM)
                .only(CallForm.SUBSCRIBE)
                .but(JDK, ACCEPTED_STREAM, ACCEPTED);
    }

    private static Effect afterToken(String bytes) {
        return (connection, observed, time) -> {
            answering(STREAM_HEAD + chunk(TOKEN)).apply(connection, observed, time);
            // The JDK's client drops data that it reads together with broken framing.
            observed.await(1);
            connection.write(bytes);
        };
    }
}
