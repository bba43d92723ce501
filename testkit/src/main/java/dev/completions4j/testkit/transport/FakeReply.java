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
 * What a {@link FakeTransport} answers to one request: a head, a body in buffers, when they come, and how it all ends or
 * fails.
 *
 * <pre>{@code
 * FakeReply.stream("Hel", "lo").every(Duration.ofMillis(20)).cutAfter(1)
 * }</pre>
 *
 * <p>Buffers are delivered as the client asks for them. A body's buffer is what the factory method calls its piece: an
 * event, a whole JSON, or an array of bytes; {@link #inBuffersOf} divides them otherwise.
 *
 * <p>Immutable: each method gives a reply that differs in one thing.
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

    /** A whole completion with one choice, as OpenAI sends it, which ended by {@code stop}; without usage. */
    public static FakeReply completion(String text) {
        return json(OpenAiTexts.completion(text));
    }

    /**
     * A streamed completion, as OpenAI sends it: an event for each text, the last of which ends the choice by
     * {@code stop}, and {@code [DONE]}.
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

    /** A success with a JSON body. */
    public static FakeReply json(String body) {
        return of("application/json", utf8(Stream.of(body)));
    }

    /** An error, as OpenAI words it. */
    public static FakeReply error(int status, String message) {
        return json(OpenAiTexts.error(status, message)).status(status);
    }

    /** A stream of events with these data, and nothing else: no {@code [DONE]}, unless it is among them. */
    public static FakeReply events(String... data) {
        return of("text/event-stream", utf8(Stream.of(data).map(OpenAiTexts::event)));
    }

    /** A success with a body of any bytes, each array of which is a buffer. */
    public static FakeReply bytes(String contentType, byte[]... pieces) {
        return of(contentType, Stream.of(pieces).map(byte[]::clone).toList());
    }

    /** Fails before the head, with the progress that is usual for what failed. */
    public static FakeReply failure(TransportException.Kind kind) {
        return failure(kind, usualProgress(kind));
    }

    /**
     * Fails before the head.
     *
     * @param progress not {@link RequestProgress#HEAD_RECEIVED}; to fail later, see {@link #failAfter}
     */
    public static FakeReply failure(TransportException.Kind kind, RequestProgress progress) {
        if (progress == RequestProgress.HEAD_RECEIVED) {
            throw new IllegalArgumentException(
                    "A failure before the head can't be " + progress + "; use failAfter(…) for one that comes later");
        }
        return new FakeReply(Duration.ZERO, null, Duration.ZERO, List.of(), exchange -> exchange.fail(kind, progress));
    }

    /** Never answers, or leaves it to the test, which takes the exchange with {@link FakeTransport#next()}. */
    public static FakeReply silence() {
        return new FakeReply(Duration.ZERO, null, Duration.ZERO, List.of(), FakeReply::hang);
    }

    /** This reply with another status. */
    public FakeReply status(int status) {
        ResponseHead old = requireHead();
        return withHead(new ResponseHead(status, old.protocol(), old.headers()));
    }

    /** This reply with a header, in place of those of that name. */
    public FakeReply header(String name, String value) {
        ResponseHead old = requireHead();
        HttpHeaders headers = old.headers().toBuilder().set(name, value).build();
        return withHead(new ResponseHead(old.status(), old.protocol(), headers));
    }

    /** This reply, begun so long after the request came, in the transport's time; a failure too comes only then. */
    public FakeReply after(Duration delay) {
        return new FakeReply(requirePositive("delay", delay), head, interval, pieces, ending);
    }

    /** This reply with so much of the transport's time before each buffer of the body. */
    public FakeReply every(Duration interval) {
        return new FakeReply(delay, head, requirePositive("interval", interval), pieces, ending);
    }

    /**
     * This reply with its whole body divided anew, without regard to where events or characters end.
     *
     * @param size of each buffer but the last, in bytes; at least one
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

    /** This reply, of whose body only so many buffers come; then it is cut ({@link TransportException.Kind#TRUNCATED}). */
    public FakeReply cutAfter(int buffers) {
        return failAfter(buffers, TransportException.Kind.TRUNCATED);
    }

    /** This reply, of whose body only so many buffers come; then it fails. */
    public FakeReply failAfter(int buffers, TransportException.Kind kind) {
        return withBody(first(buffers), exchange -> exchange.fail(kind, RequestProgress.HEAD_RECEIVED));
    }

    /** This reply, of whose body only so many buffers come; then nothing does, not even an end. */
    public FakeReply hangAfter(int buffers) {
        return withBody(first(buffers), FakeReply::hang);
    }

    /** This reply, of whose body only so many buffers come; then an event with an error, as OpenAI words it, ends it. */
    public FakeReply errorAfter(int buffers, String message) {
        List<byte[]> body = new ArrayList<>(first(buffers));
        body.add(OpenAiTexts.event(OpenAiTexts.error(500, message)).getBytes(UTF_8));
        return withBody(body, COMPLETE);
    }

    /** This reply with its whole body, the end of which never comes. */
    public FakeReply withoutEnd() {
        return withBody(pieces, FakeReply::hang);
    }

    /** The status, and how many buffers; nothing of the body. */
    @Override
    public String toString() {
        ResponseHead known = head;
        return known == null ? "no response" : known.status() + " with " + pieces.size() + " buffers";
    }

    /** How many steps it has: the head, each buffer, the ending. */
    int steps() {
        return (head == null ? 0 : 1) + pieces.size() + 1;
    }

    /** How long to wait before a step. */
    Duration waitBefore(int step) {
        if (step == 0) {
            return delay;
        }
        return isData(step) ? interval : Duration.ZERO;
    }

    /** Whether a step needs demand. */
    boolean isData(int step) {
        return head != null && step > 0 && step <= pieces.size();
    }

    /** Gives the signal of a step. */
    void give(int step, FakeExchange exchange) {
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
     * What an endpoint answers: an event, or a whole body, in each buffer.
     *
     * @param interval before each event of a stream; zero does not wait
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
            throw new IllegalStateException("This reply has no head, and so neither status, headers nor body");
        }
        return known;
    }

    private List<byte[]> first(int buffers) {
        if (buffers < 0 || buffers > pieces.size()) {
            throw new IllegalArgumentException(
                    "buffers is " + buffers + "; this reply's body has " + pieces.size() + " in all");
        }
        return pieces.subList(0, buffers);
    }

    private static Duration requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is " + duration + "; it must be positive");
        }
        return duration;
    }

    /** The ending that never comes. */
    private static void hang(FakeExchange exchange) {}

    private static RequestProgress usualProgress(TransportException.Kind kind) {
        return switch (kind) {
            case DNS, CONNECT, CONNECT_TIMEOUT, ACQUIRE_TIMEOUT, TLS, PROXY, REFUSED_STREAM -> RequestProgress.NOT_SENT;
            case RESET, TRUNCATED, PROTOCOL, LIMIT, CLOSED, INTERNAL -> RequestProgress.MAYBE_SENT;
        };
    }

    private static List<byte[]> utf8(Stream<String> texts) {
        return texts.map(text -> text.getBytes(UTF_8)).toList();
    }
}
