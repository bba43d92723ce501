// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportProvider;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Verifies that a transport that violations one rule fails that rule's test, and no other. */
class RuleViolationsTest {

    @AfterEach
    void repair() {
        BrokenContract.breaking = UnaryOperator.identity();
        BrokenContract.brokenRule = null;
        BrokenContract.provider = null;
        BrokenContract.patience = null;
    }

    @Test
    void aCorrectTransportPassesAllTests() {
        assertThat(brokenRules()).isEmpty();
    }

    @Test
    void thePatienceMayBeUnlimited() {
        BrokenContract.patience = ChronoUnit.FOREVER.getDuration();

        assertThat(brokenRules()).isEmpty();
    }

    @ParameterizedTest(name = "rule {0}")
    @MethodSource("violations")
    void aBrokenRuleIsDetected(String rule, UnaryOperator<Transport> breaking) {
        BrokenContract.breaking = breaking;
        BrokenContract.brokenRule = rule;

        assertThat(brokenRules()).containsExactly(rule);
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                transport("1.1", BrokenTransports.StartsAfterSending::new),
                handler("1.2", BrokenHandlers.CompletesBeforeAFailure::new),
                handler("1.3", BrokenHandlers.SkipsTheHeadOf204::new),
                handler("1.4", BrokenHandlers.NestsData::new),
                handler("1.5", BrokenHandlers.ThrowsAfterTheEnd::new),
                transport("1.6", BrokenTransports.SwapsDataOfTheFourthExchange::new),
                handler("2.1", BrokenHandlers.DeliversOneTooMany::new),
                handler("2.2", BrokenHandlers.OverflowsDemand::new),
                handler("2.3", BrokenHandlers.ReadsWithoutDemand::new),
                handler("2.4", BrokenHandlers.DelaysFailuresUntilDemand::new),
                handler("2.5", BrokenHandlers.DelaysTheEndUntilDemand::new),
                handler("2.6", BrokenHandlers.IgnoresNonPositiveDemand::new),
                handler("3.1", BrokenHandlers.CorruptsLargeBuffers::new),
                handler("3.2", BrokenHandlers.EndsWithAnEmptyBuffer::new),
                handler("3.3", BrokenHandlers.RedeliversUnreadBytes::new),
                handler("3.4", BrokenHandlers.Decompresses::new),
                handler("4.1", BrokenHandlers.FailsAfterACancel::new),
                handler("4.2", BrokenHandlers.OnlyStopsDeliveringWhenCancelled::new),
                handler("4.3", BrokenHandlers.ThrowsWhenCancelledTwice::new),
                transport("4.4", BrokenTransports.CancelsOtherExchanges::new),
                request("5.1", RuleViolationsTest::decoded),
                request("5.2", request -> with(request, "Accept", "*/*")),
                request("5.3", request -> with(request, "Upgrade", "h2c")),
                request("5.4", RuleViolationsTest::cutAtOneMillion),
                handler("6.1", to -> new BrokenHandlers.FailsInsteadOfHeads(to, head -> head.status() == 503)),
                handler("6.1", to -> new BrokenHandlers.FailsInsteadOfHeads(to, RuleViolationsTest::lacksAChallenge)),
                handler("6.3", BrokenHandlers.JoinsRepeatedHeaders::new),
                transport("7.13", to -> new BrokenTransports.ChangesFailures(to, RuleViolationsTest::revealing)),
                transport("8.5", BrokenTransports.RunsFourExchangesAtATime::new),
                handler("8.6", BrokenHandlers.ReportsConnectionsLate::new),
                handler("9.1", BrokenHandlers.ContinuesAfterAThrow::new),
                transport("9.2", BrokenTransports.ClosesWhenAHandlerThrows::new),
                transport("9.3", BrokenTransports.RefusesCallsInsideASignal::new),
                transport("10.1", BrokenTransports.IgnoresTheGracePeriod::new),
                transport("10.2", to -> new BrokenTransports.ChangesFailures(to, RuleViolationsTest::notClosed)),
                transport("10.3", BrokenTransports.NeverReleasesIdleConnections::new),
                transport("10.4", BrokenTransports.IgnoresTheSecondShutdown::new));
    }

    @Test
    void detectsAProviderThatIsNotFound() {
        BrokenContract.provider = new NamedProvider("fake");
        assertThat(brokenRules()).containsExactly("11.1");
    }

    @Test
    void detectsAProviderWithAnotherName() {
        BrokenContract.provider = new NamedProvider("other");
        assertThat(brokenRules()).containsExactlyInAnyOrder("11.1", "11.3");
    }

    @Test
    void theReportQuotesTheRule() {
        BrokenContract.breaking =
                to -> new BrokenTransports.ChangesRequests(to, request -> with(request, "Upgrade", "h2c"));

        assertThat(failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("rule 5.3 The transport sends no Expect, Upgrade or HTTP2-Settings.")
                        .hasMessageContaining("the headers of a request with 0 bytes"));
    }

    private static Arguments transport(String rule, UnaryOperator<Transport> breaking) {
        return arguments(rule, breaking);
    }

    private static Arguments handler(String rule, UnaryOperator<ResponseHandler> breaking) {
        return transport(rule, to -> new PassingTransport(to) {
            @Override
            public void send(TransportRequest request, ResponseHandler handler) {
                super.send(request, breaking.apply(handler));
            }
        });
    }

    private static Arguments request(String rule, UnaryOperator<TransportRequest> breaking) {
        return transport(rule, to -> new BrokenTransports.ChangesRequests(to, breaking));
    }

    private static TransportRequest decoded(TransportRequest request) {
        URI uri = URI.create(request.uri().toString().replace("%26", "&"));
        return new TransportRequest(request.method(), uri, request.headers(), request.body());
    }

    private static TransportRequest with(TransportRequest request, String name, String value) {
        HttpHeaders more = request.headers().toBuilder().add(name, value).build();
        return new TransportRequest(request.method(), request.uri(), more, request.body());
    }

    private static boolean lacksAChallenge(ResponseHead head) {
        return head.status() == 401 && head.headers().first("WWW-Authenticate") == null;
    }

    private static TransportRequest cutAtOneMillion(TransportRequest request) {
        ByteBuffer body = request.body();
        body.limit(Math.min(body.limit(), 1_000_000));
        return new TransportRequest(request.method(), request.uri(), request.headers(), body);
    }

    private static TransportException revealing(TransportException failure, TransportRequest request) {
        return new TransportException(
                failure.kind(), failure.progress(), failure.getMessage() + " " + request.uri(), failure.getCause());
    }

    private static TransportException notClosed(TransportException failure, TransportRequest request) {
        boolean inFlight = failure.kind() == Kind.CLOSED && failure.progress() != RequestProgress.NOT_SENT;
        return inFlight ? new TransportException(Kind.RESET, failure.progress(), "Reset", null) : failure;
    }

    /** Returns the numbers of the rules whose tests failed. */
    private static List<String> brokenRules() {
        return failed().map(event -> event.getTestDescriptor().getDisplayName())
                .map(name -> name.substring(0, name.indexOf(' ')))
                .toList();
    }

    private static List<Throwable> failures() {
        return failed().map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .toList();
    }

    private static Stream<Event> failed() {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(BrokenContract.class))
                .execute()
                .allEvents()
                .failed()
                .stream();
    }

    private record NamedProvider(String name) implements TransportProvider {

        @Override
        public Transport create(TransportConfig config) {
            return new FakeTransport();
        }
    }
}
