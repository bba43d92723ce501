// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that every client finds every token of every workload, so that the benchmarks compare equal work. */
class ClientTest {

    private static final int REQUESTS = 3;

    static List<Client> clients() {
        return Client.withoutPeers();
    }

    static Stream<Arguments> clientsAndWorkloads() {
        Workload burst = Workload.burst(300);
        List<Workload> workloads = List.of(
                Workload.whole(64),
                burst,
                burst.withChoices(4),
                burst.withTopLogprobs(5),
                burst.withTextBytes(10_000),
                Workload.paced(5, 20));
        return clients().stream().flatMap(client -> workloads.stream().map(workload -> Arguments.of(client, workload)));
    }

    @ParameterizedTest
    @MethodSource("clientsAndWorkloads")
    void receivesEveryTokenOfEachResponse(Client client, Workload workload) throws Exception {
        Answer answer = new Answer(workload);
        LongAdder stamps = new LongAdder();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        try (LoadServer server = new LoadServer(workload);
                Driver driver = client.driver(server.port(), workload)) {
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(driver.send(new ResponseRecorder(workload, () -> answer, stamp -> stamps.increment())));
            }
            for (CompletableFuture<?> each : answers) {
                each.get(20, TimeUnit.SECONDS);
            }
        }

        boolean paced = workload.delivery() == Delivery.PACED;
        assertThat(stamps.sum()).isEqualTo(paced ? (long) REQUESTS * workload.tokens() : 0);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void failsIfATokenIsMissing(Client client) {
        Workload sent = Workload.burst(9);
        Workload expected = Workload.burst(10);
        try (LoadServer server = new LoadServer(sent);
                Driver driver = client.driver(server.port(), sent)) {
            CompletableFuture<?> answer =
                    driver.send(new ResponseRecorder(expected, () -> new Answer(expected), stamp -> {}));

            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("instead of");
        }
    }
}
