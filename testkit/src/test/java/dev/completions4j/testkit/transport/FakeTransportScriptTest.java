// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.RecordingHandler;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeTransportScriptTest {

    private static final String PATH = "/v1/completions";

    private final ManualTime time = new ManualTime();
    private final FakeTransport transport = new FakeTransport(time);

    @Test
    void selectsTheReplyByTheRequest() {
        transport.expect(RequestPattern.post(PATH).json("/prompt", "one"), FakeReply.json("1"));
        transport.expect(RequestPattern.post(PATH).json("/prompt", "two"), FakeReply.json("2"));

        RecordingHandler two = send("{\"prompt\": \"two\"}");
        RecordingHandler one = send("{\"prompt\": \"one\"}");

        assertThat(two.calls).containsExactly("start", "head 200 application/json", "data 2", "complete");
        assertThat(one.calls).containsExactly("start", "head 200 application/json", "data 1", "complete");
        assertThatCode(transport::verify).doesNotThrowAnyException();
    }

    @Test
    void answersTheNthRequestWithTheNthReply() {
        transport.expect(RequestPattern.any(), FakeReply.error(503, "loading"), FakeReply.json("2"));
        transport.always(RequestPattern.any(), FakeReply.json("more"));

        assertThat(send("{}").calls).contains("head 503 application/json");
        assertThat(send("{}").calls).contains("data 2");
        assertThat(send("{}").calls).contains("data more");
        assertThat(send("{}").calls).contains("data more");
        assertThatCode(transport::verify).doesNotThrowAnyException();
    }

    @Test
    void anEndpointAnswersTheRequest() {
        FakeModel model = FakeModel.builder()
                .name("m")
                .source((prompt, seed, choice) -> prompt + "!")
                .build();
        transport.always(RequestPattern.any(), FakeEndpoint.of(model));

        assertThat(send("{\"model\": \"m\", \"prompt\": \"one\"}").calls)
                .satisfiesExactly(
                        start -> assertThat(start).isEqualTo("start"),
                        head -> assertThat(head).isEqualTo("head 200 application/json"),
                        data -> assertThat(data).contains("\"text\":\"one!\""),
                        end -> assertThat(end).isEqualTo("complete"));
        assertThat(send("{\"model\": \"other\", \"prompt\": \"one\"}").calls)
                .contains("head 404 application/json")
                .anySatisfy(call -> assertThat(call).contains("model_not_found"));
        assertThatCode(transport::verify).doesNotThrowAnyException();
    }

    @Test
    void anEndpointStreamsOnTheTransportsClock() {
        FakeModel model = FakeModel.builder()
                .source(FakeModel.TextSource.fixed("It rained."))
                .build();
        transport.always(RequestPattern.any(), FakeEndpoint.of(model).withTokenInterval(Duration.ofSeconds(1)));

        RecordingHandler handler = send("{\"model\": \"m\", \"prompt\": \"p\", \"stream\": true}");
        assertThat(handler.calls).containsExactly("start", "head 200 text/event-stream");
        time.advance(Duration.ofSeconds(1));
        assertThat(handler.calls).hasSize(3).last().asString().contains("\"text\":\"It\"");
        time.advance(Duration.ofSeconds(3));
        assertThat(handler.calls).endsWith("data data: [DONE]\n\n", "complete");
    }

    @Test
    void anEndpointReportsAndPadsItsAnswers() {
        List<String> seen = new ArrayList<>();
        FakeModel model = FakeModel.builder()
                .source(FakeModel.TextSource.fixed("It rained."))
                .build();
        FakeEndpoint endpoint = FakeEndpoint.of(model)
                .observedBy((request, answer) -> seen.add(answer.status() + " " + request.path()))
                .withPadding(100);
        transport.always(RequestPattern.any(), endpoint);

        RecordingHandler handler = send("{\"model\": \"m\", \"prompt\": \"p\", \"stream\": true}");
        assertThat(seen).containsExactly("200 " + PATH);
        assertThat(handler.calls.subList(2, handler.calls.size() - 1))
                .isNotEmpty()
                .allMatch(event -> event.startsWith("data :" + " ".repeat(98) + "\ndata: "));
        send("{\"model\"");
        assertThat(seen).containsExactly("200 " + PATH, "400 " + PATH);
    }

    @Test
    void aTextSourceThatThrowsFailsTheExchangeAndTheTest() {
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> {
                    throw new IllegalStateException("no text for " + prompt);
                })
                .build();
        transport.always(RequestPattern.any(), FakeEndpoint.of(model));

        assertThat(send("{\"model\": \"m\", \"prompt\": \"one\"}").calls)
                .containsExactly("start", "failure INTERNAL MAYBE_SENT");
        assertThat(transport.openExchanges()).isEmpty();
        assertThatThrownBy(transport::verify)
                .hasMessageContaining("the reply threw java.lang.IllegalStateException: no text for" + " one: POST "
                        + PATH + " {\"model\": \"m\", \"prompt\": \"one\"}");
    }

    @Test
    void verifyFailsIfAnEndpointReceivesNoRequest() {
        transport.always(
                RequestPattern.post(PATH), FakeEndpoint.of(FakeModel.builder().build()));

        assertThatThrownBy(transport::verify).hasMessageContaining("missing: POST " + PATH);
    }

    @Test
    void verifyListsUnexpectedAndMissingRequests() {
        transport.expect(
                RequestPattern.post(PATH).header("X-Team", "blue").json("/prompt", "Hello"), FakeReply.json("1"));
        transport.expect(RequestPattern.get("/v1/models"), FakeReply.json("2"));
        send("{\"prompt\": \"Hello\"}", "X-Team", "blue");

        RecordingHandler unexpected = send("{\"prompt\": \"Bye\"}");

        assertThat(unexpected.calls).containsExactly("start", "failure INTERNAL NOT_SENT");
        assertThatThrownBy(transport::verify).isInstanceOf(AssertionError.class).hasMessage("""
                        The requests are not those that the test expects:
                          unexpected: POST /v1/completions {"prompt": "Bye"}
                            does not match POST /v1/completions with the header X-Team: blue with /prompt = "Hello", because \
                        the header X-Team is missing, /prompt is "Bye"
                            does not match GET /v1/models, because the method is POST, the path is /v1/completions
                          missing: GET /v1/models (answered 0 of 1)
                        All requests, in order:
                          POST /v1/completions {"prompt": "Hello"}
                          POST /v1/completions {"prompt": "Bye"}""");
    }

    @Test
    void verifyReportsTooManyRequests() {
        transport.expect(RequestPattern.any(), FakeReply.json("1"));
        send("{}");
        send("{}");

        assertThatThrownBy(transport::verify)
                .hasMessageContaining("does not match any request, because it was expected only once");
    }

    @Test
    void alwaysRequiresOneRequest() {
        transport.always(RequestPattern.any(), FakeReply.json("1"));

        assertThatThrownBy(transport::verify).hasMessageContaining("any request (answered 0 of 1)");
    }

    @Test
    void verifyRequiresThatUnscriptedExchangesAreTaken() {
        send("{}");
        assertThatThrownBy(transport::verify).hasMessageContaining("taken with next(): POST /v1/completions {}");

        transport.next();
        assertThatCode(transport::verify).doesNotThrowAnyException();
    }

    @Test
    void patternsCompareJsonByValue() {
        ReceivedRequest request = received("""
                {"n": 2, "temperature": 0.50, "stop": ["a", "b"], "bias": {"x": 1, "y": null}, "echo": false}""");

        assertThat(RequestPattern.any()
                        .json("/n", 2L)
                        .json("/temperature", 0.5)
                        .json("/stop", List.of("a", "b"))
                        .json("/stop/1", "b")
                        .json("/bias/y", null)
                        .json("/bias/x", 1.0)
                        .json("/bias", new java.util.TreeMap<>(Map.of("x", 1)))
                        .json("/echo", false)
                        .noJson("/prompt")
                        .mismatches(request))
                .containsExactly("/bias is {\"x\":1,\"y\":null}");
        assertThat(RequestPattern.any()
                        .json("/n", "2")
                        .json("/prompt", "Hello")
                        .noJson("/bias/y")
                        .matching("in French", each -> false)
                        .mismatches(request))
                .containsExactly("/n is 2", "/prompt is missing", "/bias/y is null", "it is not a request in French");
        assertThat(RequestPattern.any().json("/n", 2).mismatches(received("no JSON")))
                .containsExactly("the body is not JSON");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestPattern.any().json("prompt", "Hello"))
                .withMessageContaining("write /prompt");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestPattern.any().json("/prompt", new Object()))
                .withMessageContaining("java.lang.Object");
    }

    @Test
    void repliesHaveOpenAisFormat() {
        transport.expect(RequestPattern.any(), FakeReply.stream("a", "b"));

        assertThat(send("{}").calls)
                .containsExactly(
                        "start",
                        "head 200 text/event-stream",
                        "data " + chunk("a", "null"),
                        "data " + chunk("b", "\"stop\""),
                        "data data: [DONE]\n\n",
                        "complete");
    }

    @Test
    void deliversOnlyWhatIsRequested() {
        transport.expect(RequestPattern.any(), FakeReply.bytes("text/plain", bytes("a"), bytes("b"), bytes("c")));
        RecordingHandler handler = new RecordingHandler();
        transport.send(request("{}"), handler);
        assertThat(handler.calls).containsExactly("start", "head 200 text/plain");

        handler.exchange().request(2);
        assertThat(handler.calls).containsExactly("start", "head 200 text/plain", "data a", "data b");

        handler.exchange().request(1);
        assertThat(handler.calls).endsWith("data c", "complete");
    }

    @Test
    void demandWithinASignalNeitherNestsNorIsLost() {
        transport.expect(RequestPattern.any(), FakeReply.json("0123456789").inBuffersOf(1));
        RecordingHandler oneByOne = new RecordingHandler() {
            @Override
            public void whenHead() {
                exchange().request(1);
            }

            @Override
            public void whenData(ByteBuffer chunk) {
                exchange().request(1);
            }
        };
        transport.send(request("{}"), oneByOne);

        assertThat(oneByOne.calls).hasSize(13).noneMatch(call -> call.contains("nested"));
        assertThat(oneByOne.calls).endsWith("data 9", "complete");
    }

    @Test
    void aBodyCanBeSplitAnywhere() {
        transport.expect(RequestPattern.any(), FakeReply.events("1", "2").inBuffersOf(7));

        assertThat(send("{}").calls)
                .containsExactly(
                        "start",
                        "head 200 text/event-stream",
                        "data data: 1",
                        "data \n\ndata:",
                        "data  2\n\n",
                        "complete");
    }

    @Test
    void delaysPassInManualTime() {
        transport.expect(
                RequestPattern.any(),
                FakeReply.bytes("text/plain", bytes("a"), bytes("b"))
                        .after(Duration.ofSeconds(10))
                        .every(Duration.ofSeconds(1)));
        RecordingHandler handler = send("{}");

        time.advance(Duration.ofMillis(9_999));
        assertThat(handler.calls).containsExactly("start");
        time.advance(Duration.ofMillis(1));
        assertThat(handler.calls).hasSize(2);
        time.advance(Duration.ofMillis(1_999));
        assertThat(handler.calls).hasSize(3).endsWith("data a");
        time.advance(Duration.ofMillis(1));
        assertThat(handler.calls).endsWith("data b", "complete");
    }

    @Test
    void aFailureCanBeDelayedToo() {
        transport.expect(
                RequestPattern.any(),
                FakeReply.failure(TransportException.Kind.CONNECT_TIMEOUT).after(Duration.ofSeconds(5)));
        RecordingHandler handler = send("{}");
        assertThat(handler.calls).containsExactly("start");

        time.advance(Duration.ofSeconds(5));
        assertThat(handler.calls).containsExactly("start", "failure CONNECT_TIMEOUT NOT_SENT");
    }

    @Test
    void noTimerOutlivesItsExchange() {
        transport.always(RequestPattern.any(), FakeReply.json("1").after(Duration.ofSeconds(1)));
        RecordingHandler handler = send("{}");
        assertThat(time.pendingTasks()).isEqualTo(1);

        handler.exchange().cancel();

        assertThat(time.pendingTasks()).isZero();
        assertThat(transport.openExchanges()).isEmpty();
        assertThat(transport.next().isCancelled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(TransportException.Kind.class)
    void everyFailureCanOccurBeforeTheHeadAndInTheBody(TransportException.Kind kind) {
        transport.expect(
                RequestPattern.any(),
                FakeReply.failure(kind, RequestProgress.NOT_SENT),
                FakeReply.json("1").failAfter(0, kind),
                FakeReply.bytes("text/plain", bytes("a"), bytes("b")).failAfter(1, kind));

        assertThat(send("{}").calls).containsExactly("start", "failure " + kind + " NOT_SENT");
        assertThat(send("{}").calls).endsWith("head 200 application/json", "failure " + kind + " HEAD_RECEIVED");
        assertThat(send("{}").calls).endsWith("data a", "failure " + kind + " HEAD_RECEIVED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "proxy-authorization", "api-key", "X-Api-Key", "Cookie"})
    void messagesContainNoCredentials(String name) {
        transport.expect(RequestPattern.any().header(name, "expected-key"), FakeReply.json("1"));
        transport.expect(RequestPattern.any().noHeader(name), FakeReply.json("1"));
        send("{}", name, "sk-secret");

        assertThatThrownBy(transport::verify)
                .hasMessageContaining(
                        "with the header " + name + ": expected-key, because the header " + name + " has another value")
                .hasMessageContaining("without the header " + name + ", because the header " + name + " is present")
                .hasMessageNotContaining("sk-secret");
    }

    @ParameterizedTest
    @EnumSource(names = {"PROTOCOL", "LIMIT"})
    void aFailureWithinTheHeadHasTheProgressThatTransportsReport(TransportException.Kind kind) {
        transport.expect(
                RequestPattern.any(),
                FakeReply.failure(kind),
                FakeReply.failure(kind, RequestProgress.HEAD_RECEIVED).after(Duration.ofSeconds(1)));

        assertThat(send("{}").calls).containsExactly("start", "failure " + kind + " HEAD_RECEIVED");
        RecordingHandler later = send("{}");
        time.advance(Duration.ofSeconds(1));
        assertThat(later.calls).containsExactly("start", "failure " + kind + " HEAD_RECEIVED");
    }

    @Test
    void bodiesCanBeTruncatedFailOrHang() {
        transport.expect(
                RequestPattern.any(),
                FakeReply.events("1", "2").cutAfter(1),
                FakeReply.events("1", "2").hangAfter(1),
                FakeReply.events("1", "2").withoutEnd(),
                FakeReply.events("1", "2").errorAfter(1, "no memory"),
                FakeReply.silence());

        assertThat(send("{}").calls).endsWith("data data: 1\n\n", "failure TRUNCATED HEAD_RECEIVED");
        assertThat(send("{}").calls).endsWith("data data: 1\n\n");
        assertThat(send("{}").calls).endsWith("data data: 2\n\n");
        assertThat(send("{}").calls)
                .endsWith(
                        "data data: {\"error\":{\"message\":\"no memory\",\"type\":\"server_error\",\"param\":null,"
                                + "\"code\":null}}\n\n",
                        "complete");
        assertThat(send("{}").calls).containsExactly("start");
        assertThat(transport.openExchanges()).hasSize(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeReply.events("1").cutAfter(2))
                .withMessageContaining("has 1 in total");
    }

    @Test
    void theTestCanContinueASilentReply() {
        transport.expect(RequestPattern.any(), FakeReply.silence());
        RecordingHandler handler = send("{}");

        FakeExchange exchange = transport.next();
        exchange.head(200, "text/plain");
        exchange.complete();

        assertThat(handler.calls).containsExactly("start", "head 200 text/plain", "complete");
    }

    @Test
    void theGracePeriodPassesInManualTime() {
        RecordingHandler handler = send("{}");
        var terminated = transport.shutdown(Duration.ofHours(1));
        assertThat(terminated).isNotDone();

        time.advance(Duration.ofHours(1));

        assertThat(terminated).isCompleted();
        assertThat(handler.calls).containsExactly("start", "failure CLOSED MAYBE_SENT");
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void usesTheSystemsTimeByDefault() throws InterruptedException {
        FakeTransport inSystemTime = new FakeTransport();
        inSystemTime.expect(RequestPattern.any(), FakeReply.json("1").after(Duration.ofMillis(1)));
        CountDownLatch arrived = new CountDownLatch(1);
        inSystemTime.send(request("{}"), new RecordingHandler() {
            @Override
            public void whenHead() {
                arrived.countDown();
            }
        });

        assertThat(arrived.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void eachReplyIsUsedOnceAcrossThreads() throws InterruptedException {
        int threads = 4;
        int each = 50;
        FakeReply[] replies = IntStream.range(1, threads * each)
                .mapToObj(i -> FakeReply.json("" + i).inBuffersOf(1))
                .toArray(FakeReply[]::new);
        transport.expect(RequestPattern.any(), FakeReply.json("0"), replies);
        List<RecordingHandler> handlers = IntStream.range(0, threads * each)
                .mapToObj(i -> new RecordingHandler())
                .toList();
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            List<RecordingHandler> own = handlers.subList(t * each, (t + 1) * each);
            Thread sender = new Thread(() -> own.forEach(handler -> {
                transport.send(request("{}"), handler);
                handler.exchange().request(1);
                handler.exchange().request(5);
            }));
            sender.setDaemon(true);
            sender.start();
            senders.add(sender);
        }
        for (Thread sender : senders) {
            sender.join();
        }

        assertThat(handlers).allSatisfy(handler -> assertThat(handler.calls).endsWith("complete"));
        assertThat(handlers.stream().map(FakeTransportScriptTest::body).sorted())
                .containsExactlyElementsOf(IntStream.range(0, threads * each)
                        .mapToObj(String::valueOf)
                        .sorted()
                        .toList());
        assertThatCode(transport::verify).doesNotThrowAnyException();
    }

    @Test
    void requestsAreRecordedAsSent() {
        transport.always(RequestPattern.any(), FakeReply.json("1"));
        send("{\"prompt\": \"a\"}", "X-Team", "blue");

        assertThat(transport.requests()).singleElement().satisfies(request -> {
            assertThat(request.target()).isEqualTo("/v1/completions?api-version=1");
            assertThat(request.path()).isEqualTo(PATH);
            assertThat(request.headers().first("x-team")).isEqualTo("blue");
            assertThat(request.bodyText()).isEqualTo("{\"prompt\": \"a\"}");
        });
    }

    private static String body(RecordingHandler handler) {
        return String.join(
                "",
                handler.calls.stream()
                        .filter(call -> call.startsWith("data "))
                        .map(call -> call.substring(5))
                        .toList());
    }

    private static String chunk(String text, String finishReason) {
        return """
                data: {"id":"cmpl-1","object":"text_completion","created":1700000000,"model":"fake-model",\
                "system_fingerprint":"fp_fake","choices":[{"text":"%s","index":0,"logprobs":null,"finish_reason":%s}]}

                """.formatted(text, finishReason);
    }

    /** Sends a request with unbounded demand for the response. */
    private RecordingHandler send(String body, String... header) {
        RecordingHandler handler = new RecordingHandler() {
            @Override
            public void whenStarted() {
                exchange().request(Long.MAX_VALUE);
            }
        };
        transport.send(request(body, header), handler);
        return handler;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static ReceivedRequest received(String body) {
        return new ReceivedRequest("POST", PATH, HttpHeaders.empty(), UTF_8.encode(body));
    }

    private static TransportRequest request(String body, String... header) {
        HttpHeaders.Builder headers = HttpHeaders.builder();
        if (header.length > 0) {
            headers.add(header[0], header[1]);
        }
        return new TransportRequest(
                "POST", URI.create("http://localhost" + PATH + "?api-version=1"), headers.build(), UTF_8.encode(body));
    }
}
