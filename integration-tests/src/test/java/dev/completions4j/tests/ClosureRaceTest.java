// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.NetworkException;
import dev.completions4j.RetrySettings;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackConnection;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that closes idle connections while the client sends requests on them: every call ends with its own response,
 * although it may have to be sent more than once.
 *
 * <p>The profile {@code soak} makes many more calls than the build.
 */
@Tag("soak")
class ClosureRaceTest {

    private static final int CALLS = Integer.getInteger("soak.calls", 400);
    private static final int IN_FLIGHT = 8;
    private static final Pattern PROMPT = Pattern.compile("\"prompt\":\"(\\d+)\"");
    private static final long SEED = 20_26;

    private static final String ANSWERED = "answered";

    /** Enough attempts, without long delays. */
    private static final RetrySettings RETRIES = RetrySettings.defaults()
            .withMaxAttempts(50)
            .withBaseDelay(Duration.ofMillis(1))
            .withMinDelay(Duration.ZERO)
            .withMaxDelay(Duration.ofMillis(10))
            .withBudget(Integer.MAX_VALUE);

    /** The number of attempts by outcome. */
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();

    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(CALLS);

    @ParameterizedTest
    @EnumSource
    void everyCallEnds(Wire wire) throws Exception {
        Queue<String> leaks = new ConcurrentLinkedQueue<>();
        ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + records));
        LoopbackServer server = wire.serve(new Closing());
        try (Session session = Session.of(client(wire, server), server)) {
            for (int i = 0; i < IN_FLIGHT; i++) {
                startNext(session.client());
            }
            awaitEnd();
            System.getLogger(ClosureRaceTest.class.getName())
                    .log(Level.INFO, "{0}: {1}, {2} connections", wire, outcomes(), server.connections());
        }
        assertThat(wrong).isEmpty();
        assertThat(outcomes().keySet()).isSubsetOf(ANSWERED, "RESET NOT_SENT", "RESET MAYBE_SENT");
        assertThat(outcomes()).containsEntry(ANSWERED, (long) CALLS);
        // The server closes a connection after about every fourth response.
        assertThat(server.connections()).isGreaterThan(CALLS / 10);
        reportLeaks();
        assertThat(leaks).isEmpty();
    }

    /** Creates a client with its own transport, because a shared one would keep idle connections. */
    private static CompletionsClient client(Wire wire, LoopbackServer server) {
        return CompletionsClient.builder()
                .retries(RETRIES)
                .baseUrl(server.baseUrl())
                .transport(wire.transportName())
                .sslContext(TestCertificate.clientContext())
                .build();
    }

    private void startNext(CompletionsClient client) {
        int number = begun.getAndIncrement();
        if (number >= CALLS) {
            return;
        }
        String prompt = Integer.toString(number);
        CompletionRequest request =
                CompletionRequest.builder().model("m").prompt(prompt).build();
        CompletableFuture<Completion> call = number % 2 == 0
                ? client.complete(request)
                : client.stream(request).collect();
        var unused = call.whenComplete((completion, failure) -> {
            record(prompt, completion, failure);
            ended.countDown();
            // On the thread that ended this call, so that its connection is requested while it becomes idle.
            startNext(client);
        });
    }

    private void record(String prompt, @Nullable Completion completion, @Nullable Throwable failure) {
        if (completion != null && completion.text().equals(prompt)) {
            count(ANSWERED);
            completion.response().failedAttempts().forEach(attempt -> record(attempt.failure()));
        } else {
            wrong.add(
                    failure != null
                            ? failure
                            : new AssertionError("Received the response of another call for " + prompt));
        }
    }

    private void record(Throwable lost) {
        if (lost instanceof NetworkException network) {
            count(network.kind() + " " + network.progress());
        } else {
            wrong.add(lost);
        }
    }

    private void count(String outcome) {
        outcomes.computeIfAbsent(outcome, absent -> new LongAdder()).increment();
    }

    private Map<String, Long> outcomes() {
        Map<String, Long> sums = new TreeMap<>();
        outcomes.forEach((outcome, count) -> sums.put(outcome, count.sum()));
        return sums;
    }

    /** Waits while calls still end. */
    private void awaitEnd() throws InterruptedException {
        long left = ended.getCount();
        while (!ended.await(20, TimeUnit.SECONDS)) {
            assertThat(ended.getCount())
                    .as("Calls that have not ended, without progress for 20 s; %s", outcomes())
                    .isLessThan(left);
            left = ended.getCount();
        }
    }

    /** Netty reports leaks on an allocation after the leaked buffer was collected. */
    private static void reportLeaks() {
        System.gc();
        for (int i = 0; i < 64; i++) {
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
    }

    /** Responds with the prompt, and closes the connection after some responses, immediately or shortly after. */
    private static final class Closing implements ConnectionScript {

        private final AtomicInteger connections = new AtomicInteger();

        @Override
        public void serve(LoopbackConnection connection) throws IOException, InterruptedException {
            Random random = new Random(SEED + connections.getAndIncrement());
            for (ReceivedRequest request = connection.readRequest();
                    request != null;
                    request = connection.readRequest()) {
                connection.write(answer(request));
                if (random.nextInt(4) == 0) {
                    LockSupport.parkNanos(random.nextInt(4) * 100_000L);
                    return;
                }
            }
        }

        private static String answer(ReceivedRequest request) {
            Matcher prompt = PROMPT.matcher(request.bodyText());
            assertThat(prompt.find()).isTrue();
            if (!Answers.isStreamed(request)) {
                return Answers.json(Answers.completion(prompt.group(1)));
            }
            String events = Answers.lastToken(prompt.group(1)) + Answers.DONE;
            return Answers.STREAM_HEAD + Answers.chunk(events) + Answers.LAST_CHUNK;
        }
    }
}
