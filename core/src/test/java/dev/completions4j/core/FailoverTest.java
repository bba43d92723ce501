// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests clients with several servers. */
class FailoverTest {

    private static final String A = "a";
    private static final String B = "b";
    private static final String C = "c";

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();
    private final CompletionsClient client = client(RetrySettings.defaults(), A, B, C);
    private final List<CompletableFuture<Completion>> calls = new ArrayList<>();

    private CompletionsClient client(RetrySettings retries, String... hosts) {
        return CompletionsClient.builder()
                .baseUrls(List.of(hosts).stream()
                        .map(host -> "http://" + host + ":8000")
                        .toList())
                .retries(retries)
                .transport(transport)
                .scheduler(time)
                .executor(Runnable::run)
                .build();
    }

    @AfterEach
    void leavesNothingPending() {
        client.close();
        assertThat(time.pendingTasks()).isZero();
    }

    private FakeExchange call() {
        return call(client, CallOptions.none());
    }

    private FakeExchange call(CompletionsClient client, CallOptions options) {
        calls.add(client.complete(Wire.REQUEST, options));
        return transport.next();
    }

    private static String host(FakeExchange exchange) {
        return exchange.request().uri().getHost();
    }

    @Test
    void balancesByTheNumberOfCallsInFlight() {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            counts.merge(host(call()), 1, Integer::sum);
        }

        // The less loaded of two random servers is chosen, so that none falls far behind.
        assertThat(counts.values()).hasSize(3).allMatch(count -> count > 80);
        calls.forEach(each -> each.cancel(false));
    }

    @Test
    void retriesOnAnotherServer() {
        FakeExchange first = call();
        Responses.error(first, 503);
        time.advance(Duration.ofSeconds(1));
        FakeExchange second = transport.next();
        Responses.error(second, 503);
        time.advance(Duration.ofSeconds(1));
        FakeExchange third = transport.next();
        Responses.ok(third);

        assertThat(Set.of(host(first), host(second), host(third))).containsExactlyInAnyOrder(A, B, C);
        assertThat(calls.get(0)).isCompleted();
    }

    @Test
    void ejectsAServerThatKeepsFailingAndProbesIt() {
        CompletionsClient pair = client(RetrySettings.off(), A, B);
        int failures = 0;
        while (failures < 3) {
            FakeExchange exchange = call(pair, CallOptions.none());
            if (host(exchange).equals(A)) {
                Responses.error(exchange, 500);
                failures++;
            } else {
                Responses.ok(exchange);
            }
        }
        assertThat(hosts(pair, 50)).containsExactly(B);

        time.advance(Duration.ofSeconds(5));
        // A single call probes the server; the others avoid it until the probe succeeds.
        FakeExchange trial = callTo(A, pair);
        assertThat(hosts(pair, 50)).containsExactly(B);
        Responses.error(trial, 500);
        time.advance(Duration.ofSeconds(5));
        assertThat(hosts(pair, 50)).containsExactly(B);

        time.advance(Duration.ofSeconds(5));
        Responses.ok(callTo(A, pair));
        assertThat(hosts(pair, 50)).containsExactlyInAnyOrder(A, B);
        pair.close();
    }

    @Test
    void earlierCallsDoNotEndTheTrialOfAnEjectedServer() {
        CompletionsClient pair = client(RetrySettings.off(), A, B);
        CallOptions preferringA = preferring(A, pair);
        FakeExchange failing = call(pair, preferringA);
        FakeExchange abandoned = call(pair, preferringA);
        CompletableFuture<Completion> abandonedCall = calls.get(calls.size() - 1);
        for (int failures = 0; failures < 3; failures++) {
            Responses.error(call(pair, preferringA), 500);
        }
        assertThat(hostOfCall(pair, preferringA)).isEqualTo(B);
        time.advance(Duration.ofSeconds(5));
        FakeExchange trial = call(pair, preferringA);
        assertThat(host(trial)).isEqualTo(A);
        assertThat(hostOfCall(pair, preferringA)).isEqualTo(B);

        abandonedCall.cancel(false);
        assertThat(abandoned.isCancelled()).isTrue();
        assertThat(hostOfCall(pair, preferringA)).isEqualTo(B);
        Responses.error(failing, 500);
        time.advance(Duration.ofSeconds(30));
        assertThat(hostOfCall(pair, preferringA)).isEqualTo(B);

        Responses.ok(trial);
        assertThat(hostOfCall(pair, preferringA)).isEqualTo(A);
        pair.close();
    }

    @Test
    void startsAnotherTrialAfterAnAbandonedOne() {
        CompletionsClient pair = client(RetrySettings.off(), A, B);
        CallOptions preferringA = preferring(A, pair);
        for (int failures = 0; failures < 3; failures++) {
            Responses.error(call(pair, preferringA), 500);
        }
        time.advance(Duration.ofSeconds(5));
        assertThat(host(call(pair, preferringA))).isEqualTo(A);
        calls.get(calls.size() - 1).cancel(false);

        assertThat(hostOfCall(pair, preferringA)).isEqualTo(A);
        pair.close();
    }

    /** Returns options of calls that prefer the given server. */
    private CallOptions preferring(String host, CompletionsClient client) {
        for (int key = 0; ; key++) {
            CallOptions options = CallOptions.builder().affinity("key-" + key).build();
            if (hostOfCall(client, options).equals(host)) {
                return options;
            }
        }
    }

    /** Makes a successful call and returns the host that it was sent to. */
    private String hostOfCall(CompletionsClient client, CallOptions options) {
        FakeExchange exchange = call(client, options);
        Responses.ok(exchange);
        return host(exchange);
    }

    /** Makes calls until one goes to the given server; answers the others. */
    private FakeExchange callTo(String host, CompletionsClient client) {
        while (true) {
            FakeExchange exchange = call(client, CallOptions.none());
            if (host(exchange).equals(host)) {
                return exchange;
            }
            Responses.ok(exchange);
        }
    }

    /** Returns the hosts of the given number of consecutive calls, all of which are answered. */
    private Set<String> hosts(CompletionsClient client, int count) {
        Set<String> hosts = new HashSet<>();
        for (int i = 0; i < count; i++) {
            FakeExchange exchange = call(client, CallOptions.none());
            hosts.add(host(exchange));
            Responses.ok(exchange);
        }
        return hosts;
    }

    @Test
    void avoidsAServerDuringItsRetryAfter() {
        FakeExchange first = call();
        Responses.error(first, 429, "retry-after", "30");
        Set<String> hosts = hosts(client, 50);

        assertThat(hosts).hasSize(2).doesNotContain(host(first));
        calls.get(0).cancel(false);
    }

    @Test
    void callsAServerEvenIfAllHaveFailed() {
        CompletionsClient single = client(RetrySettings.off(), A);
        for (int i = 0; i < 10; i++) {
            Responses.error(call(single, CallOptions.none()), 500);
        }
        Responses.ok(call(single, CallOptions.none()));

        assertThat(calls.get(10)).isCompleted();
        single.close();
    }

    @Test
    void usesTheSameServerForTheSameAffinity() {
        Map<String, Set<String>> hosts = new HashMap<>();
        for (int round = 0; round < 5; round++) {
            for (int session = 0; session < 30; session++) {
                CallOptions options =
                        CallOptions.builder().affinity("session-" + session).build();
                FakeExchange exchange = call(client, options);
                hosts.computeIfAbsent("" + session, unused -> new HashSet<>()).add(host(exchange));
                Responses.ok(exchange);
            }
        }

        assertThat(hosts.values()).allMatch(each -> each.size() == 1);
        assertThat(hosts.values().stream().flatMap(Set::stream).distinct()).hasSize(3);
    }

    @Test
    void rejectsAnEmptyList() {
        assertThatThrownBy(() -> client(RetrySettings.off()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("baseUrls");
    }
}
