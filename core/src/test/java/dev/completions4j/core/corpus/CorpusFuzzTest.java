// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.NetworkException;
import dev.completions4j.RetrySettings;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.core.corpus.CorpusCase.Answer;
import dev.completions4j.core.internal.json.RawBytes;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Damages responses of the corpus randomly: whatever a server sends, a call ends, and fails only with documented exceptions.
 *
 * <p>The build uses a fixed seed and few responses; the profile {@code fuzz} runs for a given time, from a seed that it prints.
 */
@Tag("fuzz")
class CorpusFuzzTest {

    private static final int ANSWERS = 5_000;
    private static final int ANSWERS_OF_A_CLIENT = 500;

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").n(2).build();

    private static final CallOptions WITHOUT_TEXT =
            CallOptions.builder().keepText(false).build();

    private static final CallOptions LIMITED =
            CallOptions.builder().maxResponseBytes(1_000).build();

    private static final List<String> CONTENT_TYPES =
            List.of("text/event-stream", "text/event-stream", "application/json", "text/html");

    private static final List<Integer> STATUSES = List.of(200, 200, 200, 200, 200, 200, 400, 503);

    private static final List<Charset> ENCODINGS = List.of(
            Charset.forName("UTF-16LE"),
            Charset.forName("UTF-16BE"),
            Charset.forName("UTF-16"),
            Charset.forName("UTF-32LE"),
            Charset.forName("UTF-32"),
            ISO_8859_1);

    /** Fragments that decoders may mishandle. */
    private static final List<byte[]> SPLINTERS = List.of(
            raw("\u00EF\u00BB\u00BF"),
            raw("\u00E4\u00BF"),
            raw("\u00AE"),
            raw("\u00F0\u009F\u0098"),
            raw("\u0080"),
            raw("\u00ED\u00A0\u0080"),
            raw("\u00FF\u00FE"),
            raw("\0\0\0{"),
            raw("\\ud83d"),
            raw("\\u"),
            raw("\\"),
            raw("\""),
            raw("\n\n"),
            raw("\n\ndata: "),
            raw("\r"),
            raw("\n\ndata: [DONE]\n\n"),
            raw("\n\nevent: error\ndata: "),
            raw("\n\ndata: null\n\n"),
            raw("NaN"),
            raw("-Infinity"),
            raw("-1e999"),
            raw("1e99999999999"),
            raw("1e-99999999999"),
            raw("9223372036854775808"),
            raw("-0.0"),
            raw("null"),
            raw("true"),
            raw("{}"),
            raw("[]"),
            raw("{\"error\":"),
            raw(",\"choices\":["),
            raw("\"index\":127,"),
            raw("[".repeat(70)),
            raw(","));

    @Test
    void endsAsDocumented() throws Exception {
        Integer seconds = Integer.getInteger("fuzz.seconds");
        long seed = seconds == null ? 20_261_128 : new Random().nextLong();
        Logger logger = Logger.getLogger("dev.completions4j");
        Level level = logger.getLevel();
        logger.setLevel(Level.OFF);
        try {
            long answers = search(new Random(seed), seconds);
            if (seconds != null) {
                System.out.println("CorpusFuzzTest: " + answers + " responses from seed " + seed);
            }
        } catch (Throwable e) {
            throw new AssertionError("Failed with seed " + seed, e);
        } finally {
            logger.setLevel(level);
        }
    }

    private static long search(Random random, @Nullable Integer seconds) throws IOException {
        List<Answer> corpus =
                CorpusTest.cases().flatMap(each -> each.answers().stream()).toList();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds == null ? 0 : seconds);
        long answers = 0;
        while (seconds == null ? answers < ANSWERS : System.nanoTime() < end) {
            FakeTransport transport = new FakeTransport();
            try (CompletionsClient client = CompletionsClient.builder()
                    .retries(RetrySettings.off())
                    .baseUrl("http://localhost:8000")
                    .transport(transport)
                    .scheduler(new ManualTime())
                    .build()) {
                for (int i = 0; i < ANSWERS_OF_A_CLIENT; i++) {
                    play(pick(corpus, random), corpus, client, transport, random);
                }
            }
            answers += ANSWERS_OF_A_CLIENT;
        }
        return answers;
    }

    private static void play(
            Answer answer, List<Answer> corpus, CompletionsClient client, FakeTransport transport, Random random) {
        byte[] body = RawBytes.of(answer.body());
        for (int damages = random.nextInt(4); damages >= 0; damages--) {
            body = damaged(body, corpus, random);
        }
        String type = random.nextInt(4) == 0 ? pick(CONTENT_TYPES, random) : answer.contentType();
        int status = random.nextInt(4) == 0 ? pick(STATUSES, random) : answer.status();
        boolean cut = random.nextInt(8) == 0;
        int longest = random.nextBoolean() ? body.length + 1 : 1 + random.nextInt(64);

        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        CompletableFuture<?> result = switch (random.nextInt(answer.toStream() ? 4 : 3)) {
            case 0 -> client.models();
            case 1 -> client.complete(REQUEST);
            case 2 -> client.stream(REQUEST).collect();
            default -> {
                client.stream(REQUEST, random.nextBoolean() ? WITHOUT_TEXT : LIMITED)
                        .subscribe(subscriber);
                yield null;
            }
        };
        FakeExchange exchange = transport.next();
        exchange.head(status, type);
        for (int from = 0; from < body.length; ) {
            int length = Math.min(1 + random.nextInt(longest), body.length - from);
            exchange.data(Arrays.copyOfRange(body, from, from + length));
            from += length;
        }
        if (cut) {
            exchange.fail(TransportException.Kind.RESET, RequestProgress.HEAD_RECEIVED);
        } else {
            exchange.complete();
        }
        byte[] sent = body;
        if (result == null) {
            assertThat(subscriber.hasEnded()).as(() -> shown(sent)).isTrue();
            check(subscriber.failure(), sent);
        } else {
            assertThat(result).as(() -> shown(sent)).isDone();
            check(result.isCompletedExceptionally() ? result.handle((r, e) -> e).join() : null, sent);
        }
    }

    private static void check(@Nullable Throwable failure, byte[] sent) {
        if (failure == null) {
            return;
        }
        assertThat(failure)
                .as(() -> shown(sent))
                .isInstanceOfAny(
                        ApiException.class,
                        MalformedResponseException.class,
                        NetworkException.class,
                        TruncatedStreamException.class);
        assertThat(failure).as(() -> shown(sent)).message().doesNotContain("a bug in the library");
        Completion partial = ((CompletionsClientException) failure).partial();
        assertThat(partial == null || partial.choices().size() <= 128).isTrue();
    }

    private static String shown(byte[] body) {
        return new String(body, ISO_8859_1);
    }

    private static byte[] damaged(byte[] body, List<Answer> corpus, Random random) {
        if (body.length == 0) {
            return pick(SPLINTERS, random);
        }
        int place = random.nextInt(body.length);
        return switch (random.nextInt(9)) {
            case 0 -> flipped(body, random);
            case 1 -> Arrays.copyOf(body, place);
            case 2 -> spliced(body, place, pick(SPLINTERS, random), random.nextInt(2));
            case 3 -> {
                byte[] other = RawBytes.of(pick(corpus, random).body());
                int from = random.nextInt(other.length + 1);
                yield spliced(body, place, Arrays.copyOfRange(other, from, other.length), body.length);
            }
            case 4 -> spliced(body, place, new byte[0], 1 + random.nextInt(8));
            case 5 -> {
                int from = random.nextInt(place + 1);
                yield spliced(body, place, Arrays.copyOfRange(body, from, place), 0);
            }
            case 6 -> numberReplaced(body, place, random);
            case 7 -> random.nextInt(3) == 0 ? reencoded(body, random) : flipped(body, random);
            default -> eventInFront(body, random);
        };
    }

    private static byte[] flipped(byte[] body, Random random) {
        byte[] copy = body.clone();
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    /** Returns the body with the bytes inserted, replacing some of the existing ones. */
    private static byte[] spliced(byte[] body, int place, byte[] bytes, int replaced) {
        int rest = Math.min(body.length, place + replaced);
        byte[] result = Arrays.copyOf(body, place + bytes.length + body.length - rest);
        System.arraycopy(bytes, 0, result, place, bytes.length);
        System.arraycopy(body, rest, result, place + bytes.length, body.length - rest);
        return result;
    }

    private static byte[] numberReplaced(byte[] body, int place, Random random) {
        int from = place;
        while (from < body.length && (body[from] < '0' || body[from] > '9')) {
            from++;
        }
        int to = from;
        while (to < body.length && body[to] >= '0' && body[to] <= '9') {
            to++;
        }
        return spliced(body, from, pick(SPLINTERS, random), to - from);
    }

    /** Re-encodes the whole body, or the data of one event. */
    private static byte[] reencoded(byte[] body, Random random) {
        Charset encoding = pick(ENCODINGS, random);
        String text = new String(body, ISO_8859_1);
        int data = text.indexOf("data: ", random.nextInt(text.length()));
        int end = text.indexOf("\n", data);
        if (data < 0 || end < 0 || random.nextInt(4) == 0) {
            return text.getBytes(encoding);
        }
        byte[] other = text.substring(data + 6, end).getBytes(encoding);
        return spliced(body, data + 6, other, end - data - 6);
    }

    private static byte[] eventInFront(byte[] body, Random random) {
        byte[] event = ("data: {\"id\":\"c\",\"choices\":[{\"text\":\"" + random.nextInt() + "\",\"index\":"
                        + random.nextInt(3) + "}]}\n\n")
                .getBytes(US_ASCII);
        return spliced(body, 0, event, 0);
    }

    private static byte[] raw(String bytes) {
        return bytes.getBytes(ISO_8859_1);
    }

    private static <T> T pick(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
