// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportProvider;
import dev.completions4j.transport.jdk.JdkTransport;
import dev.completions4j.transport.netty.NettyTransport;
import dev.completions4j.transport.tck.BorrowingTransport;
import dev.completions4j.transport.tck.ContractServer;
import dev.completions4j.transport.tck.TransportContract;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The rules that require sockets: a correct transport passes, and a transport that violates one is detected. */
class SocketRuleViolationsTest {

    @AfterEach
    void restore() {
        BrokenContract.breaking = UnaryOperator.identity();
        BrokenContract.patience = BrokenContract.USUAL_PATIENCE;
        BrokenContract.server = ContractServer::http1;
        BrokenContract.transport = JdkTransport::create;
    }

    @ParameterizedTest(name = "rule {0}")
    @MethodSource("violations")
    void detectsAViolation(String rule, UnaryOperator<Transport> breaking) {
        assertThat(failures(rule)).as("failures of the correct transport").isEmpty();

        BrokenContract.breaking = breaking;
        BrokenContract.patience = Duration.ofSeconds(1);
        assertThat(failures(rule)).as("failures of the broken transport").hasSize(1);
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                breaking("5.5", BrokenTransport::blocking),
                misreporting("6.2", Kind.PROTOCOL, Kind.INTERNAL),
                breaking("6.4", BrokenTransport::reportingEndAsTruncation),
                breaking("6.5", BrokenTransport::deliveringTrailers),
                breaking("6.6", BrokenTransport::failingForErrors),
                misreporting("7.1", Kind.DNS, Kind.CONNECT),
                misreporting("7.2", Kind.CONNECT, Kind.RESET),
                misreporting("7.3", Kind.CONNECT_TIMEOUT, Kind.CONNECT),
                misreporting("7.4", Kind.TLS, Kind.CONNECT),
                misreporting("7.5", Kind.RESET, Kind.TRUNCATED),
                breaking("7.6", BrokenTransport::reportingTruncationAsEnd),
                misreporting("7.7", Kind.PROTOCOL, Kind.RESET),
                breaking("7.7", BrokenTransport::forgettingProgress),
                misreporting("7.8", Kind.PROTOCOL, Kind.TRUNCATED),
                breaking("7.8", BrokenTransport::forgettingProgress),
                misreporting("7.9", Kind.LIMIT, Kind.RESET),
                breaking("7.9", BrokenTransport::forgettingProgress),
                breaking("7.10", BrokenTransport::reportingTruncationAsEnd),
                misreporting("7.11", Kind.PROXY, Kind.CONNECT),
                breaking(
                        "8.1",
                        transport -> BrokenTransport.withoutPool(
                                transport, () -> JdkTransport.create(TransportConfig.defaults()))),
                breaking("8.2", BrokenTransport::deliveringSurplusBytes),
                breaking("8.3", BrokenTransport::usingClosedConnections),
                breaking("8.4", BrokenTransport::ignoringClose));
    }

    @ParameterizedTest(name = "rule {0}")
    @MethodSource("violationsOverHttp2")
    void detectsAViolationOverHttp2(String rule, UnaryOperator<Transport> breaking) {
        BrokenContract.server = Http2ContractServer::new;
        BrokenContract.transport =
                config -> NettyTransport.builder().config(config).build();
        detectsAViolation(rule, breaking);
    }

    static Stream<Arguments> violationsOverHttp2() {
        return Stream.of(
                breaking("2.7", BrokenTransport::oneAtATime), misreporting("7.12", Kind.REFUSED_STREAM, Kind.RESET));
    }

    @ParameterizedTest(name = "rule {0}")
    @MethodSource("violationsOfOwnership")
    void detectsATransportThatClosesBorrowedResources(String rule) {
        assertThat(failures(rule)).as("failures of the broken transport").hasSize(1);
    }

    static Stream<String> violationsOfOwnership() {
        return Stream.of("10.5", "11.2");
    }

    private static Arguments breaking(String rule, UnaryOperator<Transport> breaking) {
        return arguments(rule, breaking);
    }

    private static Arguments misreporting(String rule, Kind kind, Kind forKind) {
        return breaking(rule, transport -> BrokenTransport.misreporting(transport, kind, forKind));
    }

    private static List<Throwable> failures(String rule) {
        String prefix = "rule_" + rule.replace('.', '_') + "_";
        String method = Arrays.stream(TransportContract.class.getMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith(prefix))
                .findFirst()
                .orElseThrow();
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(BrokenContract.class, method))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .toList();
    }

    /** The suite for a transport with one defect; only this test runs it. */
    static class BrokenContract extends TransportContract {

        /** Breaks the transport; set before a run. */
        static volatile UnaryOperator<Transport> breaking = UnaryOperator.identity();

        static final Duration USUAL_PATIENCE = Duration.ofSeconds(20);

        /** Long on slow machines; short while a rule is violated, since the violation may be a missing signal. */
        static volatile Duration patience = USUAL_PATIENCE;

        /** Opens the server; set before a run. */
        static volatile Supplier<ContractServer> server = ContractServer::http1;

        /** Creates the correct transport; set before a run. */
        static volatile Function<TransportConfig, Transport> transport = JdkTransport::create;

        private static final Transport SHARED = JdkTransport.create(TransportConfig.defaults());

        @Override
        protected Transport create(TransportConfig config) {
            return breaking.apply(transport.apply(config));
        }

        @Override
        protected ContractServer openServer() {
            return server.get();
        }

        /** Always returns the same transport. */
        @Override
        protected TransportProvider provider() {
            return new TransportProvider() {
                @Override
                public String name() {
                    return "jdk";
                }

                @Override
                public Transport create(TransportConfig config) {
                    return SHARED;
                }
            };
        }

        /** Closes the borrowed resource. */
        @Override
        protected BorrowingTransport createBorrowing(TransportConfig config) {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            Transport transport = JdkTransport.borrowing(
                    HttpClient.newBuilder().executor(executor).build());
            return new BorrowingTransport(
                    BrokenTransport.closing(transport, executor::shutdownNow),
                    () -> !executor.isShutdown(),
                    executor::shutdownNow);
        }

        @Override
        protected Duration patience() {
            return patience;
        }
    }
}
