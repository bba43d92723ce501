// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingHandler;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {

    private static final String KEY = "sk-0123456789";
    private static final String BODY = "{\"model\": \"m\", \"prompt\": \"p\"}";

    private final ManualTime time = new ManualTime();
    private final FakeTransport server = new FakeTransport();
    private RecordingTransport recorder = RecordingTransport.of(server, Redaction.standard(), time);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("recording.json");
    }

    @Test
    void theFileHasTheDocumentedFormat() throws IOException {
        RecordingHandler handler = send(BODY);
        FakeExchange exchange = server.next();
        time.advance(Duration.ofMillis(20));
        exchange.head(200, "text/event-stream");
        handler.exchange().request(3);
        time.advance(Duration.ofNanos(1_500));
        exchange.data("data: [DO");
        exchange.data(new byte[] {'N', (byte) 0xC3});
        exchange.data(new byte[] {(byte) 0xA9, '\n'});
        exchange.complete();
        recorder.recording().write(file);

        assertThat(Files.readString(file)).isEqualToNormalizingNewlines("""
                {
                  "format" : "completions4j-recording",
                  "version" : 1,
                  "exchanges" : [ {
                    "request" : {
                      "method" : "POST",
                      "target" : "/v1/completions?api-version=1&key=REMOVED",
                      "headers" : [ "Content-Type: application/json" ],
                      "json" : {
                        "model" : "m",
                        "prompt" : "p"
                      }
                    },
                    "signals" : [ {
                      "micros" : 20000,
                      "head" : {
                        "status" : 200,
                        "protocol" : "HTTP/1.1",
                        "headers" : [ "Content-Type: text/event-stream" ]
                      }
                    }, {
                      "micros" : 20001,
                      "text" : "data: [DO"
                    }, {
                      "micros" : 20001,
                      "base64" : "TsM="
                    }, {
                      "micros" : 20001,
                      "base64" : "qQo="
                    }, {
                      "micros" : 20001,
                      "complete" : true
                    } ]
                  } ]
                }
                """);
    }

    @Test
    void aRecordingTakenWhileAStreamRunsHasWhatWasReceivedBefore() throws InterruptedException {
        RecordingHandler handler = send(BODY);
        FakeExchange exchange = server.next();
        exchange.head(200, "text/event-stream");
        handler.exchange().request(Long.MAX_VALUE);
        Thread stream = new Thread(() -> {
            for (int i = 0; i < 2_000; i++) {
                exchange.data("data");
            }
        });
        stream.start();
        while (stream.isAlive()) {
            assertThat(received(recorder.recording()).replace("data", "")).isEmpty();
        }
        stream.join();

        assertThat(received(recorder.recording())).isEqualTo("data".repeat(2_000));
    }

    private static String received(Recording recording) {
        return recording.exchanges().get(0).signals().stream()
                .filter(RecordedSignal.Data.class::isInstance)
                .map(data -> ((RecordedSignal.Data) data).bytes().text())
                .collect(Collectors.joining());
    }

    @Test
    void recordingDoesNotChangeSignals() {
        RecordingHandler handler = send(BODY);
        FakeExchange exchange = server.next();
        assertThat(exchange.body()).isEqualTo(BODY);
        assertThat(exchange.request().headers().first("Authorization")).isEqualTo("Bearer " + KEY);

        exchange.head(200, "text/plain");
        handler.exchange().request(1);
        exchange.data("your key is " + KEY);
        exchange.fail(TransportException.Kind.RESET, RequestProgress.HEAD_RECEIVED);
        assertThat(handler.calls)
                .containsExactly(
                        "start", "head 200 text/plain", "data your key is " + KEY, "failure RESET HEAD_RECEIVED");
    }

    @Test
    void theFileContainsNoCredentials() throws IOException {
        RecordingHandler handler = send("{\"prompt\": \"" + KEY + " \u00e9 query-secret\"}");
        FakeExchange exchange = server.next();
        exchange.head(new ResponseHead(
                401,
                "HTTP/1.1",
                HttpHeaders.builder().add("Set-Cookie", "a=secret").build()));
        handler.exchange().request(2);
        exchange.data("Incorrect API key \u00e9: sk-01234");
        exchange.data("56789, cookie-secret");
        exchange.complete();
        recorder.recording().write(file);

        assertThat(Files.readString(file))
                .contains("************* é ************", "Incorrect API key é: ********\"", "\"*****, ")
                .doesNotContain("sk-01", "56789", "secret", "Cookie", "Authorization");
    }

    /** Regardless of how a server or proxy repeats the values of the request. */
    @Test
    void theFileContainsNoSecretsThatTheServerRepeats() throws IOException {
        String password = "proxy/pass\"word";
        recorder = RecordingTransport.of(server, Redaction.standard().hiding(password), time);
        HttpHeaders headers = HttpHeaders.builder()
                .add("Content-Type", "application/json")
                .add(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString("user:basic/secret".getBytes(UTF_8)))
                .add("X-Gateway", "gateway/header\"secret")
                .add("X-Two-Words", "tiny secret")
                .build();
        RecordingHandler handler = new RecordingHandler();
        recorder.send(
                new TransportRequest(
                        "POST",
                        URI.create("http://127.0.0.1/v1/completions?code=query%2Fsecret+x"),
                        headers,
                        ByteBuffer.wrap("{\"prompt\": \"gateway\\/header\\\"secret\"}".getBytes(UTF_8))),
                handler);
        String echo =
                "user:basic/secret basic%2Fsecret dXNlcjpiYXNpYy9zZWNyZXQ= gateway/header\"secret gateway%2fheader%22secret"
                        + " gateway\\/header\\\"secret gateway\\u002Fheader\\u0022secret tiny secret tiny+secret query/secret query%2Fsecret"
                        + " proxy/pass\"word proxy\\/pass\\\"word";
        FakeExchange exchange = server.next();
        HttpHeaders.Builder answered = HttpHeaders.builder();
        for (String name : List.of("server", "retry-after", "x-ratelimit-limit-requests", "x-request-id")) {
            answered.add(name, echo);
        }
        exchange.head(new ResponseHead(200, "HTTP/1.1", answered.build()));
        handler.exchange().request(Long.MAX_VALUE);
        for (byte each : echo.getBytes(UTF_8)) {
            exchange.data(new byte[] {each});
        }
        exchange.data(echo);
        exchange.complete();
        recorder.recording().write(file);

        assertThat(Files.readString(file))
                .contains("x-request-id", "***")
                .doesNotContain("secret", "gateway", "word", "dXNlc");
        String bytes = Recording.read(file).toString() + String.join("", textsOf(Files.readString(file)));
        assertThat(bytes).doesNotContain("secret", "gateway", "word", "dXNlc");
    }

    @Test
    void theFileContainsNoSecretsThatTheRequestRepeats() throws IOException {
        String secret = "account/42 secret";
        Redaction redaction = Redaction.standard().hiding(secret).keepingHeader("X-Tag");
        recorder = RecordingTransport.of(server, redaction);
        HttpHeaders headers = HttpHeaders.builder()
                .add("Content-Type", "application/json")
                .add("X-Tag", "for " + secret)
                .build();
        TransportRequest request = new TransportRequest(
                "POST",
                URI.create("http://127.0.0.1/account%2F42%20secret/v1?api-version=account/42+secret"
                        + "&account%2f42%20secret&sk-1&account/42+secret=1"),
                headers,
                ByteBuffer.wrap("{\"prompt\": \"account\\/42 secret\"}".getBytes(UTF_8)));
        recorder.send(request, new RecordingHandler());
        server.next().fail(TransportException.Kind.DNS, RequestProgress.NOT_SENT);
        recorder.recording().write(file);

        assertThat(Files.readString(file))
                .contains("/v1?api-version=", "X-Tag: for ***")
                .doesNotContain("account", "secret", "sk-1");
        ReplayTransport replay = ReplayTransport.of(Recording.read(file, redaction));
        replay.send(request, new RecordingHandler());
        replay.verify();
    }

    @Test
    void secretsOfAnyLengthAreMasked() throws IOException {
        String secret = longSecret(16 * 1024);
        recorder = RecordingTransport.of(server, Redaction.standard().hiding(secret));
        RecordingHandler handler = send("{\"prompt\": \"" + jsonEncoded(secret) + "\"}");
        FakeExchange exchange = server.next();
        exchange.head(200, "text/plain");
        handler.exchange().request(3);
        exchange.data(secret + " ");
        exchange.data(jsonEncoded(secret) + " ");
        exchange.data(URLEncoder.encode(secret, UTF_8));
        exchange.complete();
        recorder.recording().write(file);

        assertThat(textsOf(Files.readString(file))).hasSize(3).allMatch(text -> text.matches("\\*+ ?"));
        assertThat(Files.readString(file)).containsPattern("\"prompt\" : \"\\*+\"");
    }

    @Test
    void keysOfAnyLengthAreMasked() throws IOException {
        String key = longSecret(16 * 1024).replaceAll("[^A-Za-z0-9]", ".");
        TransportRequest request = new TransportRequest(
                "POST",
                URI.create("http://127.0.0.1/v1/completions"),
                HttpHeaders.builder().add("Authorization", "Bearer " + key).build(),
                ByteBuffer.wrap(key.getBytes(UTF_8)));
        recorder.send(request, new RecordingHandler());
        recorder.recording().write(file);

        assertThat(textsOf(Files.readString(file)))
                .singleElement()
                .satisfies(text -> assertThat(text).matches("\\*+"));
    }

    /** Returns printable characters, with quotes, slashes and characters outside ASCII. */
    private static String longSecret(int length) {
        return new Random(1)
                .ints(0x21, 0x100)
                .filter(c -> c != '\\' && c != '*' && !Character.isISOControl(c))
                .limit(length)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String jsonEncoded(String text) {
        return text.replace("\"", "\\\"").replace("/", "\\/").replace("\u00e9", "\\u00E9");
    }

    /** Returns the concatenated texts of the body in the file. */
    private static List<String> textsOf(String json) {
        return Pattern.compile("\"text\" : \"(.*)\"")
                .matcher(json)
                .results()
                .map(each -> each.group(1))
                .toList();
    }

    @Test
    void rejectsShortSecrets() {
        assertThatThrownBy(() -> Redaction.standard().hiding("word"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("word\"")
                .hasMessageContaining("4 characters");
    }

    @Test
    void patternsMaskBodiesAndReplayComparesMaskedRequests() throws IOException {
        Redaction redaction = Redaction.standard().masking(Pattern.compile("(?<=\"prompt\": ?\")[^\"]*"));
        recorder = RecordingTransport.of(server, redaction);
        RecordingHandler handler = send("{\"prompt\": \"privé\"}");
        FakeExchange exchange = server.next();
        exchange.head(204, "text/plain");
        exchange.complete();
        assertThat(handler.calls).last().isEqualTo("complete");
        recorder.recording().write(file);

        assertThat(Files.readString(file)).contains("******").doesNotContain("priv");
        ReplayTransport replay = ReplayTransport.of(Recording.read(file, redaction));
        RecordingHandler replayed = new RecordingHandler();
        replay.send(request("{\"prompt\": \"privé\"}"), replayed);
        assertThat(replayed.calls).isEqualTo(handler.calls);
        replay.verify();
    }

    @Test
    void headersAndParametersAreKeptOnRequest() throws IOException {
        Redaction redaction = Redaction.standard().keepingHeader("X-Tag").keepingQueryParameter("key");
        recorder = RecordingTransport.of(server, redaction);
        send(BODY);
        recorder.recording().write(file);

        assertThat(Files.readString(file)).contains("X-Tag: blue", "key=query-secret");
    }

    @Test
    void anExchangeInFlightIsRecordedWithoutAnEnd() throws IOException {
        send("not JSON");
        server.next().head(200, "text/plain");
        recorder.recording().write(file);

        assertThat(Files.readString(file)).contains("\"text\" : \"not JSON\"").doesNotContain("complete\"");
        RecordingHandler replayed = new RecordingHandler();
        ReplayTransport.of(Recording.read(file)).send(request("not JSON"), replayed);
        assertThat(replayed.calls).containsExactly("start", "head 200 text/plain");
    }

    @Test
    void closingClosesTheRecordedTransport() {
        recorder.close();

        assertThat(server.closed()).isTrue();
        assertThat(send(BODY).calls).containsExactly("start", "failure CLOSED NOT_SENT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{\"format\": \"completions4j-recording\", \"version\": 2}",
                "{\"format\": \"completions4j-recording\", \"version\": 1, \"exchanges\": [{\"signals\": []}]}",
                """
                {"format": "completions4j-recording", "version": 1, "exchanges": [{"signals": [{"micros": 1}]}]}""",
                """
                {"format": "completions4j-recording", "version": 1, "exchanges": [
                 {"signals": [{"micros": 1, "failure": {"kind": "BAD LUCK", "progress": "NOT_SENT"}}]}]}""",
                """
                {"format": "completions4j-recording", "version": 1, "exchanges": [
                 {"signals": [{"micros": 1, "text": "body without head"}]}]}""",
                """
                {"format": "completions4j-recording", "version": 1, "exchanges": [{"signals": [
                 {"micros": 1, "failure": {"kind": "DNS", "progress": "NOT_SENT"}}, {"micros": 2, "complete": true}]}]}""",
                """
                {"format": "completions4j-recording", "version": 1, "exchanges": [{"signals": [
                 {"micros": 1, "head": {"status": 200, "protocol": "HTTP/1.1", "headers": []}},
                 {"micros": 2, "failure": {"kind": "RESET", "progress": "MAYBE_SENT"}}]}]}""",
            })
    void rejectsFilesThatAreNotRecordings(String content) throws IOException {
        Files.writeString(file, content);

        assertThatThrownBy(() -> Recording.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " is not a recording: ");
    }

    /** Transports report so if a head is malformed or too large. */
    @Test
    void aFailureWithinTheHeadIsReplayed() throws IOException {
        RecordingHandler handler = send(BODY);
        server.next().fail(TransportException.Kind.PROTOCOL, RequestProgress.HEAD_RECEIVED);
        recorder.recording().write(file);
        RecordingHandler replayed = new RecordingHandler();
        ReplayTransport.of(Recording.read(file)).send(request(BODY), replayed);

        assertThat(handler.calls).containsExactly("start", "failure PROTOCOL HEAD_RECEIVED");
        assertThat(replayed.calls).isEqualTo(handler.calls);
    }

    @Test
    void theFilePreservesTheRecording() throws IOException {
        for (String body : List.of(BODY, "", "no JSON")) {
            send(body);
            server.next().fail(TransportException.Kind.DNS, RequestProgress.NOT_SENT);
        }
        recorder.recording().write(file);
        Recording read = Recording.read(file);
        Path copy = folder.resolve("copy.json");
        read.write(copy);

        assertThat(read.size()).isEqualTo(3);
        assertThat(copy).hasSameTextualContentAs(file);
    }

    private RecordingHandler send(String body) {
        RecordingHandler handler = new RecordingHandler();
        recorder.send(request(body), handler);
        return handler;
    }

    private static TransportRequest request(String body) {
        HttpHeaders headers = HttpHeaders.builder()
                .add("Content-Type", "application/json")
                .add("Authorization", "Bearer " + KEY)
                .add("Cookie", "a=1; session=cookie-secret")
                .add("X-Tag", "blue")
                .build();
        return new TransportRequest(
                "POST",
                URI.create("http://127.0.0.1/v1/completions?api-version=1&key=query-secret"),
                headers,
                ByteBuffer.wrap(body.getBytes(UTF_8)));
    }
}
