// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Joined prompts on a real client. */
class JoinedCallsTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final ManualTime time = new ManualTime();
    private final List<FakeExchange> exchanges = new ArrayList<>();

    /** The times of the requests, in seconds. */
    private final List<Long> times = new ArrayList<>();

    private CompletionsClient.Builder client(Consumer<FakeExchange> server) {
        long start = time.nanoTime();
        return CompletionsClient.builder()
                .baseUrl("http://fake.test/v1")
                .transport(FakeTransport.answeredBy(exchange -> {
                    exchanges.add(exchange);
                    times.add((time.nanoTime() - start) / 1_000_000_000);
                    server.accept(exchange);
                }))
                .scheduler(time)
                .executor(Runnable::run)
                .discoverPlugins(false)
                .retries(RetrySettings.defaults().withMaxAttempts(101).withBudget(1_000_000))
                .retryPolicy((attempt, failure) -> Duration.ofSeconds(20));
    }

    private void completeAlone(Consumer<FakeExchange> server) {
        try (CompletionsClient client = client(server).build()) {
            passTime(List.of(client.complete(
                    CompletionRequest.builder().model("m").prompt("a").build(),
                    CallOptions.builder().timeout(Timeout.TOTAL, TIMEOUT).build())));
        }
    }

    private List<CompletableFuture<Completion>> completeJoined(CompletionsClient.Builder builder) {
        JoinedCalls joinedCalls = new JoinedCalls();
        try (CompletionsClient client = builder.listener(joinedCalls).build()) {
            Coalescer coalescer = new Coalescer(
                    RequestTemplate.of(CompletionRequest.builder().model("m").build()),
                    client::complete,
                    joinedCalls,
                    time,
                    2,
                    Duration.ofMillis(10),
                    TIMEOUT);
            return passTime(List.of(coalescer.complete("a"), coalescer.complete("bad")));
        }
    }

    private List<CompletableFuture<Completion>> passTime(List<CompletableFuture<Completion>> results) {
        for (int i = 0; i <= TIMEOUT.toSeconds(); i++) {
            time.advance(Duration.ofSeconds(1));
        }
        return results;
    }

    private static void fail(FakeExchange exchange, int status, @Nullable String advice) {
        HttpHeaders.Builder headers = HttpHeaders.builder().add("content-type", "application/json");
        if (advice != null) {
            headers.add("x-should-retry", advice);
        }
        exchange.head(new ResponseHead(status, "HTTP/1.1", headers.build()));
        exchange.data("{}");
        exchange.complete();
    }

    private static void answer(FakeExchange exchange) {
        exchange.head(200, "application/json");
        exchange.data("{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"choices\":["
                + "{\"index\":0,\"text\":\"t\",\"finish_reason\":\"stop\"}]}");
        exchange.complete();
    }

    private static boolean isBad(FakeExchange exchange) {
        return exchange.body().contains("bad");
    }

    @Test
    void anOverloadIsRetriedLikeThatOfAPromptAlone() {
        assertIsRetriedAsAlone(exchange -> fail(exchange, 503, null));
    }

    @Test
    void aLostConnectionIsRetriedLikeThatOfAPromptAlone() {
        assertIsRetriedAsAlone(exchange -> exchange.fail(TransportException.Kind.RESET, RequestProgress.MAYBE_SENT));
    }

    private void assertIsRetriedAsAlone(Consumer<FakeExchange> server) {
        completeAlone(server);
        List<Long> alone = List.copyOf(times);
        times.clear();

        assertThat(completeJoined(client(server))).allMatch(CompletableFuture::isCompletedExceptionally);

        assertThat(times)
                .isEqualTo(alone)
                .isEqualTo(LongStream.rangeClosed(0, 8).map(i -> 20 * i).boxed().toList());
    }

    /** At the third attempt, which is the last one if the prompts may be at fault. */
    @Test
    void theRetryPolicyDecidesOnEveryRetry() {
        CompletionsClient.Builder client = client(
                        exchange -> fail(exchange, 503, exchanges.size() < 3 ? "true" : "false"))
                .retryPolicy(null);

        assertThat(completeJoined(client)).allMatch(CompletableFuture::isCompletedExceptionally);

        assertThat(exchanges).hasSize(3);
    }

    @Test
    void aBadPromptLeavesItsNeighborsTime() {
        List<CompletableFuture<Completion>> results = completeJoined(client(exchange -> {
            if (isBad(exchange)) {
                fail(exchange, 500, null);
            } else {
                answer(exchange);
            }
        }));

        assertThat(results.get(0)).isCompletedWithValueMatching(completion -> "t".equals(completion.text()));
        assertFailedByServer(results.get(1));
        assertThat(times.subList(0, 5)).containsExactly(0L, 20L, 40L, 40L, 40L);
    }

    @Test
    void aBadPromptLeavesItsNeighborsTimeAfterAnOverload() {
        List<CompletableFuture<Completion>> results = completeJoined(client(exchange -> {
            if (exchanges.size() <= 4) {
                fail(exchange, 503, null);
            } else if (isBad(exchange)) {
                fail(exchange, 500, null);
            } else {
                answer(exchange);
            }
        }));

        assertThat(results.get(0)).isCompleted();
        assertFailedByServer(results.get(1));
        assertThat(IntStream.range(0, exchanges.size())
                        .filter(i -> !isBad(exchanges.get(i)))
                        .mapToObj(times::get))
                .containsExactly(120L);
    }

    /** The client then reports the failure itself. */
    @Test
    void aRequestHasNoMoreAttemptsThanTheClientHas() {
        List<CompletableFuture<Completion>> results =
                completeJoined(client(exchange -> fail(exchange, 503, null)).retries(RetrySettings.off()));

        assertThat(results).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(exchanges).hasSize(1);
    }

    private static void assertFailedByServer(CompletableFuture<Completion> result) {
        assertThat(result)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ApiException.Kind.SERVER_ERROR));
    }
}
