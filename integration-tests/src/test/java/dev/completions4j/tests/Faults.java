// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Answers.DONE;
import static dev.completions4j.tests.Answers.LAST_CHUNK;
import static dev.completions4j.tests.Answers.STREAM_HEAD;
import static dev.completions4j.tests.Answers.chunk;
import static dev.completions4j.tests.Answers.completion;
import static dev.completions4j.tests.Answers.json;
import static dev.completions4j.tests.Answers.lastToken;
import static dev.completions4j.tests.Answers.token;
import static dev.completions4j.tests.Answers.whole;
import static dev.completions4j.tests.Signals.complete;
import static dev.completions4j.tests.Signals.error;
import static dev.completions4j.tests.Signals.next;
import static dev.completions4j.transport.RequestProgress.HEAD_RECEIVED;
import static dev.completions4j.transport.RequestProgress.MAYBE_SENT;
import static dev.completions4j.transport.RequestProgress.NOT_SENT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.CompletionRequest;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.tests.Ending.ConnectionState;
import dev.completions4j.tests.Fault.Effect;
import dev.completions4j.tests.Fault.Outcome;
import dev.completions4j.transport.TransportException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Faults of established connections. */
final class Faults {

    /** Must not appear in errors, although servers repeat it. */
    static final String KEY = "sk-never-to-be-shown";

    /** The timeout for the response headers. */
    static final Duration HEAD_LIMIT = Duration.ofSeconds(60);

    private static final CompletionRequest SMALL = request("p");

    /** Exceeds the buffers of both sockets while the server does not read. */
    private static final CompletionRequest LARGE = request("p".repeat(8 * 1024 * 1024));

    private static final Set<CallForm> FORMS =
            Collections.unmodifiableSet(EnumSet.of(CallForm.COMPLETE, CallForm.SUBSCRIBE));
    private static final Set<Wire> ALL_WIRES = Collections.unmodifiableSet(EnumSet.allOf(Wire.class));
    private static final Set<Wire> JDK = Collections.unmodifiableSet(EnumSet.of(Wire.JDK, Wire.JDK_TLS));
    private static final Set<Wire> NETTY = Collections.unmodifiableSet(EnumSet.of(Wire.NETTY, Wire.NETTY_TLS));

    private static final Set<Wire> TLS = Collections.unmodifiableSet(EnumSet.of(Wire.JDK_TLS, Wire.NETTY_TLS));

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String ANSWER = json(completion("one"));
    private static final Outcome ANSWERED = Outcome.observed(next("one"), complete());
    private static final Outcome RESET = Outcome.network(Kind.RESET, MAYBE_SENT);
    private static final Outcome NOT_HTTP = Outcome.network(Kind.PROTOCOL, HEAD_RECEIVED);
    private static final Outcome TOO_LARGE = Outcome.network(Kind.LIMIT, HEAD_RECEIVED);
    private static final Outcome NO_HEAD_IN_TIME =
            Outcome.observed(error("CallTimeoutException RESPONSE_HEADERS")).andClosed();
    private static final Outcome MALFORMED = Outcome.observed(error("MalformedResponseException"));

    private static final String TOO_LONG = whole("413 Content Too Large", "Connection: close\r\n", "");
    private static final Outcome REFUSED =
            apiError(ApiException.Kind.BAD_REQUEST).andClosed();

    private Faults() {}

    static Stream<Fault> all() {
        return Stream.of(requests(), interims(), heads(), sizes(), statuses(), errors(), bodies())
                .flatMap(faults -> faults);
    }

    private static Stream<Fault> requests() {
        return Stream.of(
                // Without TLS, it depends on the machine how much of a request is sent before a FIN is noticed.
                fault(
                                "a FIN before the handshake",
                                (connection, observed, time) -> connection.close(),
                                Outcome.network(Kind.TLS, NOT_SENT))
                        .on(TLS),
                fault("a FIN after the request", closing(""), RESET),
                fault(
                                "a FIN in the middle of the request",
                                (connection, observed, time) -> {
                                    var unused = connection.read(4096);
                                    connection.close();
                                },
                                RESET)
                        .of(LARGE),
                fault(
                        "an RST after the request",
                        (connection, observed, time) -> {
                            var unused = connection.readRequest();
                            connection.reset();
                        },
                        RESET),
                fault(
                                "413 in the middle of the request, and continues to read",
                                (connection, observed, time) -> {
                                    var unused = connection.read(4096);
                                    connection.write(TOO_LONG);
                                    assertThat(connection.awaitClientClose()).isTrue();
                                },
                                REFUSED)
                        .of(LARGE),
                // The JDK's client reads no response before it has sent the request.
                fault(
                                "413 in the middle of the request, and stops reading",
                                (connection, observed, time) -> {
                                    var unused = connection.read(4096);
                                    connection.write(TOO_LONG);
                                    observed.await(1);
                                    connection.reset();
                                },
                                REFUSED)
                        .of(LARGE)
                        .on(NETTY),
                fault(
                                "413 in the middle of the request, and stops reading for a long time",
                                (connection, observed, time) -> {
                                    var unused = connection.read(4096);
                                    connection.write(TOO_LONG);
                                    advancePastHeadTimeout(observed, time);
                                    assertThat(connection.awaitClientClose()).isTrue();
                                },
                                NO_HEAD_IN_TIME)
                        .of(LARGE)
                        .on(JDK),
                fault(
                                "nothing, and reads nothing",
                                (connection, observed, time) -> {
                                    var unused = connection.read(1);
                                    advancePastHeadTimeout(observed, time);
                                    assertThat(connection.awaitClientClose()).isTrue();
                                },
                                NO_HEAD_IN_TIME)
                        .of(LARGE));
    }

    private static Stream<Fault> interims() {
        String hints = "HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n";
        String mixed = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + hints;
        return Stream.of(
                fault("an interim response", answering(hints + ANSWER), ANSWERED),
                fault("three interim responses", answering(mixed + ANSWER), ANSWERED),
                fault("eight interim responses", answering(hints.repeat(8) + ANSWER), ANSWERED),
                notHttp("nine interim responses", hints.repeat(9) + ANSWER),
                fault("endless interim responses", sendingEndlessly("", hints), NOT_HTTP),
                notHttp(
                        "101",
                        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"));
    }

    private static Stream<Fault> heads() {
        return Stream.of(
                notHttp("another protocol", "SSH-2.0-OpenSSH_9.2 " + KEY + "\r\n\r\n"),
                notHttp("HTTP/2 unasked", "HTTP/2.0 200 OK\r\n\r\n"),
                notHttp("a status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"),
                notHttp("a status that is not a number", "HTTP/1.1 " + KEY + " OK\r\nContent-Length: 0\r\n\r\n"),
                fault("half a head and a FIN", closing(OK + "X-Echo: " + KEY), RESET),
                fault("half a status line and a FIN", closing("HTTP/1.1 2"), RESET),
                fault("a head byte by byte, too slow", trickling(OK + "X-Slow: "), NO_HEAD_IN_TIME),
                framing(
                        "Transfer-Encoding together with Content-Length",
                        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
                framing("two different lengths", "Content-Length: 5\r\nContent-Length: 6\r\n"),
                framing("a negative length", "Content-Length: -5\r\n"),
                framing("a length that is not a number", "Content-Length: " + KEY + "\r\n"),
                framing("a length beyond 64 bits", "Content-Length: 99999999999999999999\r\n"),
                fault(
                        "an unknown coding",
                        answering(OK + JSON + "Transfer-Encoding: gzip, chunked\r\n\r\n" + LAST_CHUNK),
                        NOT_HTTP),
                header("a space before the colon", "X-Echo : " + KEY)
                        .but(NETTY, ANSWERED, "a client may accept the name without the space (RFC 9112, section 5.1)"),
                header("a NUL in a header", "X-Echo: " + KEY + "\0").but(JDK, ANSWERED, "the JDK's client drops it"),
                header("a header without a colon", KEY).but(JDK, ANSWERED, "the JDK's client drops it"),
                fault(
                        "a folded header",
                        answering(whole("200 OK", JSON + "X-Folded: one\r\n two\r\n", completion("one"))),
                        ANSWERED),
                fault(
                        "HTTP/1.0",
                        closing("HTTP/1.0 200 OK\r\n" + JSON + "\r\n" + completion("one")),
                        ANSWERED.andClosed()));
    }

    private static Stream<Fault> sizes() {
        String kilobyte = "X-Filler: " + "x".repeat(1012) + "\r\n";
        return Stream.of(
                fault(
                        "a head of 60 KiB",
                        answering(whole("200 OK", JSON + kilobyte.repeat(60), completion("one"))),
                        ANSWERED),
                fault(
                        "a head of 70 KiB",
                        answering(whole("200 OK", JSON + kilobyte.repeat(70), completion("one"))),
                        TOO_LARGE),
                endless("endless headers", sendingEndlessly(OK, kilobyte)),
                endless("an endless header", sendingEndlessly(OK + "X-Filler: ", "x".repeat(1024))),
                endless("an endless status line", sendingEndlessly("HTTP/1.1 200 ", "x".repeat(1024))));
    }

    private static Stream<Fault> statuses() {
        Outcome unexpected = apiError(ApiException.Kind.UNEXPECTED_STATUS);
        return Stream.concat(
                Stream.of(301, 302, 303, 307, 308)
                        .map(status -> fault(
                                "a redirect by " + status,
                                answering(whole(status + " Elsewhere", "Location: /elsewhere\r\n", "")),
                                unexpected)),
                Stream.of(
                        // Closed, since the JDK's client keeps a connection only after it has reported the response.
                        fault(
                                        "204",
                                        closing("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"),
                                        MALFORMED.andClosed())
                                .only(CallForm.COMPLETE),
                        fault(
                                        "204",
                                        closing("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"),
                                        Outcome.observed(error("TruncatedStreamException"))
                                                .andClosed())
                                .only(CallForm.SUBSCRIBE),
                        fault(
                                        "204 with a body",
                                        answering(whole("204 No Content", JSON, completion("one"))),
                                        MALFORMED.andClosed())
                                .but(JDK, NOT_HTTP.andClosed(), "the JDK's client rejects a 204 with a length"),
                        fault("304", answering("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"), unexpected)));
    }

    private static Stream<Fault> errors() {
        Map<Integer, ApiException.Kind> kinds = new TreeMap<>(Map.of(
                400, ApiException.Kind.BAD_REQUEST,
                401, ApiException.Kind.AUTHENTICATION,
                403, ApiException.Kind.PERMISSION,
                404, ApiException.Kind.NOT_FOUND,
                408, ApiException.Kind.BAD_REQUEST,
                429, ApiException.Kind.RATE_LIMIT,
                500, ApiException.Kind.SERVER_ERROR,
                502, ApiException.Kind.SERVER_ERROR,
                503, ApiException.Kind.OVERLOADED,
                529, ApiException.Kind.OVERLOADED));
        String html = "<html>" + KEY + "</html>";
        String megabytes = "x".repeat(10 * 1024 * 1024);
        Stream<Fault> small = kinds.entrySet().stream()
                .flatMap(entry -> Stream.of(
                        fault(
                                entry.getKey() + " without a body",
                                answering(whole(entry.getKey() + " Error", "", "")),
                                apiError(entry.getValue())),
                        fault(
                                entry.getKey() + " in HTML",
                                answering(whole(entry.getKey() + " Error", "Content-Type: text/html\r\n", html)),
                                apiError(entry.getValue()))));
        Stream<Fault> large = Stream.of(400, 500)
                .map(status -> fault(
                        status + " with 10 MiB",
                        answering(whole(status + " Error", "", megabytes)),
                        apiError(status == 400 ? ApiException.Kind.BAD_REQUEST : ApiException.Kind.SERVER_ERROR)
                                .andClosed()));
        Fault echo = fault(
                "401 that repeats the key",
                answering(whole("401 No", JSON, "{\"error\":{\"message\":\"Incorrect API key: " + KEY + "\"}}")),
                apiError(ApiException.Kind.AUTHENTICATION));
        return Stream.of(small, large, Stream.of(echo)).flatMap(faults -> faults);
    }

    private static Stream<Fault> bodies() {
        int tokens = 10_000;
        String chunkedJson = OK + JSON + "Transfer-Encoding: chunked\r\n\r\n";
        String stream = STREAM_HEAD + chunk(token("one")) + chunk(lastToken("two") + DONE) + LAST_CHUNK;
        return Stream.of(
                fault("gzip, although not requested", gzipped(completion("one")), MALFORMED)
                        .only(CallForm.COMPLETE),
                fault("a body byte by byte", bytewise(stream), Outcome.observed(next("one"), next("two"), complete()))
                        .only(CallForm.SUBSCRIBE),
                fault(
                                "10,000 events at once",
                                answering(STREAM_HEAD + chunk(token("t").repeat(tokens) + DONE) + LAST_CHUNK),
                                new Outcome(
                                        Stream.concat(
                                                        Collections.nCopies(tokens, next("t")).stream(),
                                                        Stream.of(complete()))
                                                .toList(),
                                        null,
                                        ConnectionState.KEPT))
                        .only(CallForm.SUBSCRIBE),
                fault(
                        "a long extension of a chunk",
                        answering(chunkedJson
                                + chunk(completion("one")).replaceFirst("\r\n", ";x=" + "y".repeat(1000) + "\r\n")
                                + LAST_CHUNK),
                        ANSWERED),
                fault("a chunk beyond 64 bits", answering(chunkedJson + "fffffffffffffffff\r\n{"), NOT_HTTP),
                fault("a chunk of negative size", answering(chunkedJson + "-1\r\n{"), NOT_HTTP),
                fault("a chunk longer than its size", answering(chunkedJson + "2\r\n{}xxzz\r\n"), NOT_HTTP),
                fault(
                        "a second response while idle",
                        (connection, observed, time) -> {
                            var unused = connection.readRequest();
                            connection.write(ANSWER);
                            observed.await(2);
                            connection.write(ANSWER);
                        },
                        ANSWERED.andClosed()));
    }

    private static Fault notHttp(String name, String bytes) {
        return fault(name, answering(bytes), NOT_HTTP);
    }

    private static Fault endless(String name, Effect effect) {
        return fault(name, effect, TOO_LARGE);
    }

    private static Fault framing(String name, String headers) {
        return notHttp(name, OK + JSON + headers + "\r\n0\r\n\r\n");
    }

    private static Fault header(String name, String line) {
        return notHttp(name, whole("200 OK", JSON + line + "\r\n", completion("one")));
    }

    static Fault fault(String name, Effect effect, Outcome outcome) {
        return new Fault(name, ALL_WIRES, FORMS, SMALL, effect, outcome, List.of());
    }

    private static Outcome apiError(ApiException.Kind kind) {
        return Outcome.observed(error("ApiException " + kind));
    }

    private static CompletionRequest request(String prompt) {
        return CompletionRequest.builder().model("m").prompt(prompt).build();
    }

    static Effect answering(String bytes) {
        return (connection, observed, time) -> {
            var unused = connection.readRequest();
            connection.write(bytes.getBytes(ISO_8859_1));
        };
    }

    private static Effect closing(String bytes) {
        return (connection, observed, time) -> {
            answering(bytes).apply(connection, observed, time);
            connection.close();
        };
    }

    private static Effect sendingEndlessly(String beginning, String more) {
        return (connection, observed, time) -> {
            answering(beginning).apply(connection, observed, time);
            while (true) {
                connection.write(more);
            }
        };
    }

    private static Effect bytewise(String answer) {
        return (connection, observed, time) -> {
            var unused = connection.readRequest();
            for (byte each : answer.getBytes(UTF_8)) {
                connection.write(new byte[] {each});
            }
        };
    }

    /**
     * Advances the time until the caller observes the timeout, because the timer may start after the request has
     * arrived.
     */
    private static void advancePastHeadTimeout(Signals observed, ManualTime time) throws InterruptedException {
        do {
            time.advance(HEAD_LIMIT);
        } while (!observed.awaitCount(1, Duration.ofMillis(1)));
    }

    /** Sends a byte a second until the caller observes the end. */
    private static Effect trickling(String beginning) {
        return (connection, observed, time) -> {
            answering(beginning).apply(connection, observed, time);
            do {
                connection.write("x");
                time.advance(Duration.ofSeconds(1));
            } while (!observed.awaitCount(1, Duration.ofMillis(1)));
        };
    }

    private static Effect gzipped(String body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(body.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (connection, observed, time) -> {
            var unused = connection.readRequest();
            connection.write(OK + JSON + "Content-Encoding: gzip\r\nContent-Length: " + compressed.size() + "\r\n\r\n");
            connection.write(compressed.toByteArray());
        };
    }
}
