// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.server.TestCertificate;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that every client finds every token of every workload, so that the benchmarks compare equal work. */
class ClientTest {

    private static final int REQUESTS = 3;

    private static SSLContext before;

    @BeforeAll
    static void trustTheServer() throws NoSuchAlgorithmException {
        before = SSLContext.getDefault();
        SSLContext.setDefault(TestCertificate.clientContext());
    }

    @AfterAll
    static void trustAsBefore() {
        SSLContext.setDefault(before);
    }

    private static Target target(LoadServer server, Protocol protocol, Workload workload) {
        return new Target(server.port(), protocol, 1, workload);
    }

    static List<Client> clients() {
        return Client.withoutPeers();
    }

    private static List<Workload> workloads(Protocol protocol) {
        Workload burst = Workload.burst(300);
        List<Workload> each = List.of(Workload.whole(64), burst, Workload.paced(5, 20));
        List<Workload> overHttp1 = List.of(
                burst.withChoices(4),
                Workload.whole(64).withChoices(4),
                burst.withDetail(Detail.LOGPROBS),
                burst.withDetail(Detail.ALL),
                burst.withTextBytes(10_000),
                Workload.paced(5, 20).withoutStamps());
        return protocol == Protocol.HTTP_1
                ? Stream.concat(each.stream(), overHttp1.stream()).toList()
                : each;
    }

    static Stream<Arguments> clientsProtocolsAndWorkloads() {
        return clients().stream()
                .flatMap(client -> Arrays.stream(Protocol.values())
                        .filter(client::speaks)
                        .flatMap(protocol -> workloads(protocol).stream()
                                .map(workload -> Arguments.of(client, protocol, workload))));
    }

    @ParameterizedTest
    @MethodSource("clientsProtocolsAndWorkloads")
    void receivesEveryTokenOfEachResponse(Client client, Protocol protocol, Workload workload) throws Exception {
        Answer answer = new Answer(workload);
        LongAdder stamps = new LongAdder();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        try (LoadServer server = new LoadServer(protocol, workload);
                Driver driver = client.driver(target(server, protocol, workload))) {
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(driver.send(new ResponseRecorder(workload, () -> answer, stamp -> stamps.increment())));
            }
            for (CompletableFuture<?> each : answers) {
                each.get(20, TimeUnit.SECONDS);
            }
        }

        assertThat(stamps.sum()).isEqualTo(workload.delivery().isPaced() ? (long) REQUESTS * workload.tokens() : 0);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void failsIfATokenIsMissing(Client client) {
        Workload sent = Workload.burst(9);
        Workload expected = Workload.burst(10);
        try (LoadServer server = new LoadServer(Protocol.HTTP_1, sent);
                Driver driver = client.driver(target(server, Protocol.HTTP_1, sent))) {
            CompletableFuture<?> answer =
                    driver.send(new ResponseRecorder(expected, () -> new Answer(expected), stamp -> {}));

            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("instead of");
        }
    }
}
