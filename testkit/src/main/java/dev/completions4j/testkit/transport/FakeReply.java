// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.model.ModelAnswer;
import dev.completions4j.testkit.model.ModelReply;
import dev.completions4j.testkit.model.OpenAiTexts;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reply of a {@link FakeTransport} to one request: a head, a body in buffers, their timing, and how the exchange
 * ends or fails.
 *
 * <pre>{@code
 * FakeReply.stream("Hel", "lo").every(Duration.ofMillis(20)).cutAfter(1)
 * }</pre>
 *
 * <p>Buffers are delivered as the client requests them. Each factory method defines the buffers of its body: one per
 * event, one for a whole JSON text, or one per array of bytes; {@link #inBuffersOf} splits the body differently.
 *
 * <p>Immutable: the methods that modify a reply return a new one.
 */
public final class FakeReply {

    private static final Consumer<FakeExchange> COMPLETE = FakeExchange::complete;

    private final Duration delay;
    private final @Nullable ResponseHead head;
    private final Duration interval;
    private final List<byte[]> pieces;
    private final Consumer<FakeExchange> ending;

    private FakeReply(
            Duration delay,
            @Nullable ResponseHead head,
            Duration interval,
            List<byte[]> pieces,
            Consumer<FakeExchange> ending) {
        this.delay = delay;
        this.head = head;
        this.interval = interval;
        this.pieces = List.copyOf(pieces);
        this.ending = ending;
    }

    /**
     * Returns a non-streaming completion in OpenAI's format: one choice with the finish reason {@code stop}, without
     * usage.
     *
     * @param text the text of the choice
     */
    public static FakeReply completion(String text) {
        return json(OpenAiTexts.completion(text));
    }

    /**
     * Returns a streamed completion in OpenAI's format: an event for each text, the last with the finish reason
     * {@code stop}, and {@code [DONE]}.
     *
     * @param texts the texts
     */
    public static FakeReply stream(String... texts) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            String finishReason = i == texts.length - 1 ? "stop" : null;
            events.add(OpenAiTexts.event(OpenAiTexts.chunk(texts[i], finishReason)));
        }
        events.add(OpenAiTexts.DONE);
        return of("text/event-stream", utf8(events.stream()));
    }

    /**
     * Returns a reply with status 200 and a JSON body.
     *
     * @param body the JSON text
     */
    public static FakeReply json(String body) {
        return of("application/json", utf8(Stream.of(body)));
    }

    /**
     * Returns an error in OpenAI's format.
     *
     * @param status the HTTP status
     * @param message the error message
     */
    public static FakeReply error(int status, String message) {
        return json(OpenAiTexts.error(status, message)).status(status);
    }

    /**
     * Returns a stream of events. It ends without {@code [DONE]}, unless that is one of the events.
     *
     * @param data the data of each event
     */
    public static FakeReply events(String... data) {
        return of("text/event-stream", utf8(Stream.of(data).map(OpenAiTexts::event)));
    }

    /**
     * Returns a reply with status 200 and an arbitrary body.
     *
     * @param contentType the value of the header {@code Content-Type}
     * @param pieces the buffers of the body, none of them empty
     */
    public static FakeReply bytes(String contentType, byte[]... pieces) {
        return of(contentType, Stream.of(pieces).map(byte[]::clone).toList());
    }

    /**
     * Returns a failure before the head, with the usual progress for its kind.
     *
     * @param kind the kind of failure
     */
    public static FakeReply failure(TransportException.Kind kind) {
        return failure(kind, usualProgress(kind));
    }

    /**
     * Returns a failure before the head.
     *
     * @param kind the kind of failure
     * @param progress the progress of the request; {@link RequestProgress#HEAD_RECEIVED} if the head is malformed or
     *     too large; see {@link #failAfter} for later failures
     */
    public static FakeReply failure(TransportException.Kind kind, RequestProgress progress) {
        return new FakeReply(Duration.ZERO, null, Duration.ZERO, List.of(), exchange -> exchange.fail(kind, progress));
    }

    /**
     * Returns a reply that never arrives, unless the test takes the exchange with {@link FakeTransport#next()} and
     * responds itself.
     */
    public static FakeReply silence() {
        return new FakeReply(Duration.ZERO, null, Duration.ZERO, List.of(), FakeReply::hang);
    }

    /**
     * Returns this reply with another status.
     *
     * @param status the HTTP status
     */
    public FakeReply status(int status) {
        ResponseHead old = requireHead();
        return withHead(new ResponseHead(status, old.protocol(), old.headers()));
    }

    /**
     * Returns this reply with a header, which replaces headers of the same name.
     *
     * @param name the header name
     * @param value the header value
     */
    public FakeReply header(String name, String value) {
        ResponseHead old = requireHead();
        HttpHeaders headers = old.headers().toBuilder().set(name, value).build();
        return withHead(new ResponseHead(old.status(), old.protocol(), headers));
    }

    /**
     * Returns this reply with a delay before its head or, if it has none, its failure.
     *
     * @param delay the time since the request arrived, on the transport's clock; positive
     */
    public FakeReply after(Duration delay) {
        return new FakeReply(requirePositive("delay", delay), head, interval, pieces, ending);
    }

    /**
     * Returns this reply with a delay before each buffer of the body.
     *
     * @param interval the delay, on the transport's clock; positive
     */
    public FakeReply every(Duration interval) {
        return new FakeReply(delay, head, requirePositive("interval", interval), pieces, ending);
    }

    /**
     * Returns this reply with its body split into buffers of a fixed size, regardless of the boundaries of events and
     * characters.
     *
     * @param size the size of each buffer but the last, in bytes; at least one
     */
    public FakeReply inBuffersOf(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size is " + size + "; a buffer has at least one byte");
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        pieces.forEach(joined::writeBytes);
        byte[] body = joined.toByteArray();
        List<byte[]> divided = new ArrayList<>();
        for (int from = 0; from < body.length; from += size) {
            divided.add(Arrays.copyOfRange(body, from, from + Math.min(size, body.length - from)));
        }
        return withBody(divided, ending);
    }

    /**
     * Returns this reply with its body truncated ({@link TransportException.Kind#TRUNCATED}).
     *
     * @param buffers the number of buffers that are delivered before
     */
    public FakeReply cutAfter(int buffers) {
        return failAfter(buffers, TransportException.Kind.TRUNCATED);
    }

    /**
     * Returns this reply with a failure within its body.
     *
     * @param buffers the number of buffers that are delivered before
     * @param kind the kind of failure
     */
    public FakeReply failAfter(int buffers, TransportException.Kind kind) {
        return withBody(first(buffers), exchange -> exchange.fail(kind, RequestProgress.HEAD_RECEIVED));
    }

    /**
     * Returns this reply with a body that stops without an end.
     *
     * @param buffers the number of buffers that are delivered before
     */
    public FakeReply hangAfter(int buffers) {
        return withBody(first(buffers), FakeReply::hang);
    }

    /**
     * Returns this reply with an error event in OpenAI's format that ends its body.
     *
     * @param buffers the number of buffers that are delivered before
     * @param message the error message
     */
    public FakeReply errorAfter(int buffers, String message) {
        List<byte[]> body = new ArrayList<>(first(buffers));
        body.add(OpenAiTexts.event(OpenAiTexts.error(500, message)).getBytes(UTF_8));
        return withBody(body, COMPLETE);
    }

    /** Returns this reply with its whole body, which never ends. */
    public FakeReply withoutEnd() {
        return withBody(pieces, FakeReply::hang);
    }

    /** Returns the status and the number of buffers, without content. */
    @Override
    public String toString() {
        ResponseHead known = head;
        return known == null ? "no response" : known.status() + " with " + pieces.size() + " buffers";
    }

    /** Returns the number of steps: the head, each buffer, the end. */
    int steps() {
        return (head == null ? 0 : 1) + pieces.size() + 1;
    }

    /** Returns the delay before a step. */
    Duration waitBefore(int step) {
        if (step == 0) {
            return delay;
        }
        return isData(step) ? interval : Duration.ZERO;
    }

    /** Returns whether a step requires demand. */
    boolean isData(int step) {
        return head != null && step > 0 && step <= pieces.size();
    }

    /** Sends the signal of a step. */
    void send(int step, FakeExchange exchange) {
        ResponseHead known = head;
        if (isData(step)) {
            exchange.data(pieces.get(step - 1));
        } else if (known != null && step == 0) {
            exchange.head(known);
        } else {
            ending.accept(exchange);
        }
    }

    /**
     * Returns the reply of an endpoint, with one buffer for each event or for the whole body.
     *
     * @param interval the delay before each event of a stream; zero for none
     */
    static FakeReply of(ModelAnswer answer, Duration interval) {
        ResponseHead head = new ResponseHead(answer.status(), "HTTP/1.1", answer.headers());
        if (answer.body() instanceof ModelReply.Stream stream) {
            List<String> events = new ArrayList<>();
            stream.events().forEachRemaining(events::add);
            return new FakeReply(Duration.ZERO, head, interval, utf8(events.stream()), COMPLETE);
        }
        String body = ((ModelReply.Whole) answer.body()).body();
        return new FakeReply(Duration.ZERO, head, Duration.ZERO, utf8(Stream.of(body)), COMPLETE);
    }

    private static FakeReply of(String contentType, List<byte[]> pieces) {
        for (byte[] piece : pieces) {
            if (piece.length == 0) {
                throw new IllegalArgumentException(
                        "A buffer of the body is empty; a transport delivers at least one byte");
            }
        }
        HttpHeaders headers =
                HttpHeaders.builder().add("Content-Type", contentType).build();
        return new FakeReply(
                Duration.ZERO, new ResponseHead(200, "HTTP/1.1", headers), Duration.ZERO, pieces, COMPLETE);
    }

    private FakeReply withHead(ResponseHead changed) {
        return new FakeReply(delay, changed, interval, pieces, ending);
    }

    private FakeReply withBody(List<byte[]> body, Consumer<FakeExchange> changedEnding) {
        return new FakeReply(delay, requireHead(), interval, body, changedEnding);
    }

    private ResponseHead requireHead() {
        ResponseHead known = head;
        if (known == null) {
            throw new IllegalStateException("This reply has no head, so neither status, headers nor body can be set");
        }
        return known;
    }

    private List<byte[]> first(int buffers) {
        if (buffers < 0 || buffers > pieces.size()) {
            throw new IllegalArgumentException(
                    "buffers is " + buffers + "; this reply has " + pieces.size() + " in total");
        }
        return pieces.subList(0, buffers);
    }

    private static Duration requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is " + duration + "; it must be positive");
        }
        return duration;
    }

    /** Never ends the exchange. */
    private static void hang(FakeExchange exchange) {}

    private static RequestProgress usualProgress(TransportException.Kind kind) {
        return switch (kind) {
            case DNS, CONNECT, CONNECT_TIMEOUT, ACQUIRE_TIMEOUT, TLS, PROXY, REFUSED_STREAM -> RequestProgress.NOT_SENT;
            case RESET, TRUNCATED, CLOSED, INTERNAL -> RequestProgress.MAYBE_SENT;
            case PROTOCOL, LIMIT -> RequestProgress.HEAD_RECEIVED;
        };
    }

    private static List<byte[]> utf8(Stream<String> texts) {
        return texts.map(text -> text.getBytes(UTF_8)).toList();
    }
}
