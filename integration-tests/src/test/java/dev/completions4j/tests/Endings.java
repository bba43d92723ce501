// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Answers.DONE;
import static dev.completions4j.tests.Answers.LAST_CHUNK;
import static dev.completions4j.tests.Answers.STREAM_HEAD;
import static dev.completions4j.tests.Answers.UNFRAMED_STREAM_HEAD;
import static dev.completions4j.tests.Answers.chunk;
import static dev.completions4j.tests.Answers.completion;
import static dev.completions4j.tests.Answers.event;
import static dev.completions4j.tests.Answers.json;
import static dev.completions4j.tests.Answers.lastToken;
import static dev.completions4j.tests.Answers.token;
import static dev.completions4j.tests.Answers.whole;
import static dev.completions4j.tests.Signals.complete;
import static dev.completions4j.tests.Signals.error;
import static dev.completions4j.tests.Signals.next;

import dev.completions4j.tests.Ending.Answer;
import dev.completions4j.tests.Ending.ConnectionState;
import java.util.List;
import java.util.stream.Stream;

/** The endings of responses. */
final class Endings {

    private static final String ONE = token("one");
    private static final String TWO = lastToken("two");
    private static final String COMMENT = ": keep-alive\n\n";
    private static final String EVENT_STREAM = "Content-Type: text/event-stream\r\n";
    private static final String CHUNKED_500 = "HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String CHUNKED_JSON =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String UNFRAMED_JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
    private static final String HTML = whole("200 OK", "Content-Type: text/html\r\n", "<html>Please log in</html>");
    private static final String BAD_CHUNK = "no size\r\n";
    private static final String TRAILERS = "0\r\nX-Trailer: 1\r\n\r\n";
    private static final String SURPLUS = json(completion("surplus"));
    private static final String API_ERROR = event("{\"error\":{\"message\":\"boom\",\"type\":\"server_error\"}}");

    private static final String NEXT_ONE = next("one");
    private static final String NEXT_TWO = next("two");
    private static final String TRUNCATED = error("TruncatedStreamException after one");
    private static final String FAILED = error("ApiException SERVER_ERROR after one");

    private Endings() {}

    /** Returns the endings with the same meaning over all wires. */
    static Stream<Ending> all() {
        return Stream.of(
                        wholeStreams(),
                        streamsWithoutDone(),
                        truncatedStreams(),
                        errorsInStreams(),
                        responsesThatAreNotStreams(),
                        completions())
                .flatMap(endings -> endings);
    }

    private static Stream<Ending> wholeStreams() {
        String body = chunk(ONE) + chunk(TWO);
        return Stream.of(
                wholeStream("[DONE]", ConnectionState.KEPT, sending(STREAM_HEAD + body + chunk(DONE) + LAST_CHUNK)),
                wholeStream(
                        "[DONE] at its length",
                        ConnectionState.KEPT,
                        sending(whole("200 OK", EVENT_STREAM, ONE + TWO + DONE))),
                wholeStream(
                        "[DONE] twice",
                        ConnectionState.KEPT,
                        sending(STREAM_HEAD + body + chunk(DONE + DONE) + LAST_CHUNK)),
                wholeStream(
                        "tokens after [DONE]",
                        ConnectionState.KEPT,
                        sending(STREAM_HEAD + body + chunk(DONE + TWO) + LAST_CHUNK)),
                wholeStream(
                        "trailers after [DONE]",
                        ConnectionState.KEPT,
                        sending(STREAM_HEAD + body + chunk(DONE) + TRAILERS)),
                wholeStream(
                        "[DONE] and an open body", ConnectionState.CLOSED, sending(STREAM_HEAD + body + chunk(DONE))),
                wholeStream("[DONE] and an endless body", ConnectionState.CLOSED, (connection, observed) -> {
                    connection.write(STREAM_HEAD + body + chunk(DONE));
                    while (true) {
                        connection.write(chunk(COMMENT));
                    }
                }),
                wholeStream(
                        "[DONE] and an open connection",
                        ConnectionState.CLOSED,
                        sending(UNFRAMED_STREAM_HEAD + ONE + TWO + DONE)),
                wholeStream("[DONE] and the end of the connection", ConnectionState.CLOSED, (connection, observed) -> {
                    connection.write(UNFRAMED_STREAM_HEAD + ONE + TWO + DONE);
                    connection.close();
                }),
                // The JDK's client drops data that it reads together with the end.
                wholeStream(
                        "[DONE] and a second response",
                        ConnectionState.KEPT_OR_CLOSED,
                        sending(whole("200 OK", EVENT_STREAM, ONE + TWO + DONE) + SURPLUS)));
    }

    private static Ending wholeStream(String name, ConnectionState connection, Answer answer) {
        return stream(name, connection, answer, NEXT_ONE, NEXT_TWO, complete());
    }

    private static Stream<Ending> streamsWithoutDone() {
        String body = STREAM_HEAD + chunk(ONE) + chunk(TWO);
        String pendingToken = TWO.stripTrailing();
        return Stream.of(
                wholeStream("finished choices", ConnectionState.KEPT, sending(body + LAST_CHUNK)),
                wholeStream(
                        "finished choices and a comment",
                        ConnectionState.KEPT,
                        sending(body + chunk(COMMENT) + LAST_CHUNK)),
                wholeStream("finished choices and trailers", ConnectionState.KEPT, sending(body + TRAILERS)),
                wholeStream(
                        "a pending token",
                        ConnectionState.KEPT,
                        sending(STREAM_HEAD + chunk(ONE) + chunk(pendingToken) + LAST_CHUNK)),
                wholeStream(
                        "a pending [DONE]",
                        ConnectionState.KEPT,
                        sending(body + chunk(DONE.stripTrailing()) + LAST_CHUNK)),
                wholeStream(
                        "finished choices and the end of the connection",
                        ConnectionState.CLOSED,
                        (connection, observed) -> {
                            connection.write(UNFRAMED_STREAM_HEAD + ONE + TWO);
                            connection.close();
                        }),
                stream(
                        "unfinished choices",
                        ConnectionState.KEPT,
                        sending(STREAM_HEAD + chunk(ONE) + LAST_CHUNK),
                        NEXT_ONE,
                        TRUNCATED),
                stream(
                        "unfinished choices and a comment",
                        ConnectionState.KEPT,
                        sending(STREAM_HEAD + chunk(ONE) + chunk(COMMENT) + LAST_CHUNK),
                        NEXT_ONE,
                        TRUNCATED),
                stream(
                        "half a token",
                        ConnectionState.KEPT,
                        sending(STREAM_HEAD + chunk(ONE) + chunk(TWO.substring(0, 20)) + LAST_CHUNK),
                        NEXT_ONE,
                        TRUNCATED));
    }

    private static Stream<Ending> truncatedStreams() {
        String longerBody = whole("200 OK", EVENT_STREAM, ONE + TWO);
        return Stream.of(
                truncatedStream("a FIN between chunks", closing(STREAM_HEAD + chunk(ONE))),
                truncatedStream(
                        "a FIN in a chunk",
                        closing(STREAM_HEAD + chunk(ONE) + chunk(TWO).substring(0, 20))),
                truncatedStream("a FIN in a chunk's size", closing(STREAM_HEAD + chunk(ONE) + "1")),
                truncatedStream("a FIN before the length", closing(longerBody.substring(0, longerBody.length() - 20))),
                truncatedStream("a FIN before [DONE]", closing(UNFRAMED_STREAM_HEAD + ONE)),
                truncatedStream("a FIN without close_notify", cutting(STREAM_HEAD + chunk(ONE))),
                truncatedStream("a FIN without close_notify before [DONE]", cutting(UNFRAMED_STREAM_HEAD + ONE)),
                stream(
                        "a FIN between chunks, choices finished",
                        ConnectionState.CLOSED,
                        closing(STREAM_HEAD + chunk(ONE) + chunk(TWO)),
                        NEXT_ONE,
                        NEXT_TWO,
                        error("TruncatedStreamException after onetwo")),
                truncatedStream("an RST", (connection, observed) -> {
                    connection.write(STREAM_HEAD + chunk(ONE));
                    // An RST may destroy unread data.
                    observed.await(1);
                    connection.reset();
                }),
                stream(
                        "a chunk without a size",
                        ConnectionState.CLOSED,
                        (connection, observed) -> {
                            connection.write(STREAM_HEAD + chunk(ONE));
                            // The JDK's client drops data that it reads together with it.
                            observed.await(1);
                            connection.write(BAD_CHUNK);
                        },
                        NEXT_ONE,
                        error("NetworkException PROTOCOL after one")),
                stream("a FIN and no head", ConnectionState.CLOSED, closing(""), error("NetworkException RESET")),
                stream(
                        "a FIN in the head",
                        ConnectionState.CLOSED,
                        closing("HTTP/1.1 200 OK\r\nCo"),
                        error("NetworkException RESET")),
                stream(
                        "an RST and no head",
                        ConnectionState.CLOSED,
                        (connection, observed) -> connection.reset(),
                        error("NetworkException RESET")));
    }

    private static Ending truncatedStream(String name, Answer answer) {
        return stream(name, ConnectionState.CLOSED, answer, NEXT_ONE, TRUNCATED);
    }

    /**
     * Returns endings that are truncations only over TLS: without close_notify, an attacker may have cut the
     * connection.
     */
    static Stream<Ending> overTls() {
        return Stream.of(
                stream(
                        "finished choices and a FIN without close_notify",
                        ConnectionState.CLOSED,
                        cutting(UNFRAMED_STREAM_HEAD + ONE + TWO),
                        NEXT_ONE,
                        NEXT_TWO,
                        error("TruncatedStreamException after onetwo")),
                unary(
                        "a FIN without close_notify",
                        ConnectionState.CLOSED,
                        cutting(UNFRAMED_JSON + completion("one")),
                        error("NetworkException TRUNCATED")));
    }

    private static Stream<Ending> errorsInStreams() {
        return Stream.of(
                stream(
                        "an error",
                        ConnectionState.CLOSED,
                        sending(STREAM_HEAD + chunk(ONE) + chunk(API_ERROR)),
                        NEXT_ONE,
                        FAILED),
                stream(
                        "an error and the end of the body",
                        ConnectionState.KEPT_OR_CLOSED,
                        sending(STREAM_HEAD + chunk(ONE) + chunk(API_ERROR) + LAST_CHUNK),
                        NEXT_ONE,
                        FAILED),
                stream(
                        "an error and [DONE]",
                        ConnectionState.KEPT_OR_CLOSED,
                        sending(STREAM_HEAD + chunk(ONE) + chunk(API_ERROR + DONE) + LAST_CHUNK),
                        NEXT_ONE,
                        FAILED),
                stream(
                        "an event that is not a chunk",
                        ConnectionState.CLOSED,
                        sending(STREAM_HEAD + chunk(ONE) + chunk(event("{\"choices\":7}"))),
                        NEXT_ONE,
                        error("MalformedResponseException after one")));
    }

    private static Stream<Ending> responsesThatAreNotStreams() {
        return Stream.of(
                stream(
                        "a non-streaming completion",
                        ConnectionState.KEPT,
                        sending(json(completion("one"))),
                        NEXT_ONE,
                        complete()),
                stream("HTML", ConnectionState.KEPT, sending(HTML), error("MalformedResponseException")),
                stream(
                        "an error status",
                        ConnectionState.KEPT,
                        sending(whole("429 Slow down", "", "{\"error\":{\"message\":\"later\"}}")),
                        error("ApiException RATE_LIMIT")),
                stream(
                        "an endless error",
                        ConnectionState.CLOSED,
                        endless(CHUNKED_500),
                        error("ApiException SERVER_ERROR")));
    }

    private static Stream<Ending> completions() {
        String body = completion("one");
        String answer = json(body);
        return Stream.of(
                unary("a completion", ConnectionState.KEPT, sending(answer), complete()),
                unary("trailers", ConnectionState.KEPT, sending(CHUNKED_JSON + chunk(body) + TRAILERS), complete()),
                unary("the end of the connection", ConnectionState.CLOSED, closing(UNFRAMED_JSON + body), complete()),
                unary("a second response", ConnectionState.KEPT_OR_CLOSED, sending(answer + SURPLUS), complete()),
                unary("HTML", ConnectionState.KEPT, sending(HTML), error("MalformedResponseException")),
                unary(
                        "an endless error",
                        ConnectionState.CLOSED,
                        endless(CHUNKED_500),
                        error("ApiException SERVER_ERROR")),
                unary(
                        "a FIN before the length",
                        ConnectionState.CLOSED,
                        closing(answer.substring(0, answer.length() - 1)),
                        error("NetworkException TRUNCATED")),
                unary(
                        "a FIN between chunks",
                        ConnectionState.CLOSED,
                        closing(CHUNKED_JSON + chunk(body)),
                        error("NetworkException TRUNCATED")),
                unary(
                        "a chunk without a size",
                        ConnectionState.CLOSED,
                        sending(CHUNKED_JSON + chunk(body) + BAD_CHUNK),
                        error("NetworkException PROTOCOL")),
                unary(
                        "an RST",
                        ConnectionState.CLOSED,
                        (connection, observed) -> {
                            connection.write(answer.substring(0, answer.length() - 1));
                            connection.reset();
                        },
                        error("NetworkException RESET")),
                unary(
                        "a FIN and no head",
                        ConnectionState.CLOSED,
                        (connection, observed) -> connection.close(),
                        error("NetworkException RESET")));
    }

    private static Ending stream(String name, ConnectionState connection, Answer answer, String... signals) {
        return new Ending(name, CallForm.SUBSCRIBE, answer, connection, List.of(signals));
    }

    private static Ending unary(String name, ConnectionState connection, Answer answer, String... signals) {
        return new Ending(name, CallForm.COMPLETE, answer, connection, List.of(signals));
    }

    private static Answer sending(String bytes) {
        return (connection, observed) -> connection.write(bytes);
    }

    private static Answer closing(String bytes) {
        return (connection, observed) -> {
            connection.write(bytes);
            connection.close();
        };
    }

    private static Answer cutting(String bytes) {
        return (connection, observed) -> {
            connection.write(bytes);
            connection.cut();
        };
    }

    private static Answer endless(String head) {
        return (connection, observed) -> {
            connection.write(head);
            String more = chunk("and on and on ".repeat(1000));
            while (true) {
                connection.write(more);
            }
        };
    }
}
