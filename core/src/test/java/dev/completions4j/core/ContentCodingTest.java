// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ModelList;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.ResponseHead;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests responses with a content coding that was not requested. */
class ContentCodingTest {

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = Wire.client(transport);

    @AfterEach
    void closeClient() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "br", "identity, gzip", "zstd ,identity", "x-gzip"})
    void areRejectedNamingTheCoding(String encoding) {
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        answer(encoding, "application/json", "\u001f\u008b");
        CompletableFuture<ModelList> models = client.models();
        answer(encoding, "application/json", "\u001f\u008b");
        CompletableFuture<Completion> streamed = client.stream(Wire.REQUEST).collect();
        answer(encoding, "text/event-stream", "\u001f\u008b");

        String coding = encoding.toLowerCase(Locale.ROOT).replaceAll(",? ?,?identity,? ?", "");
        for (CompletableFuture<?> result : List.of(whole, models, streamed)) {
            assertThat(Failed.with(MalformedResponseException.class, result))
                    .hasMessageContaining("Content-Encoding " + coding
                            + ", which this client does not decode; send no Accept-Encoding")
                    .hasMessageContaining("disable compression");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity", "", "none", "identity, identity"})
    void areAcceptedIfTheCodingIsIdentity(String encoding) {
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        answer(encoding, "application/json", Wire.DOCUMENTED);
        CompletableFuture<Completion> streamed = client.stream(Wire.REQUEST).collect();
        answer(encoding, "text/event-stream", Wire.chunk(0, "a") + Wire.DONE);

        assertThat(whole).isCompleted();
        assertThat(streamed).isCompleted();
    }

    @Test
    void containNoSecretEchoedAsTheirCoding() {
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        answer("sk-0123456789abcdef", "application/json", "");

        assertThat(Failed.with(MalformedResponseException.class, whole)).hasMessageNotContaining("0123456789");
    }

    /** The status of an error matters more than its unreadable body. */
    @Test
    void areReportedByTheirErrorStatus() {
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        exchange.head(400, "application/json");
        exchange.data(new byte[] {0x1F, (byte) 0x8B, 8, 0});
        exchange.complete();

        assertThat(Failed.with(ApiException.class, whole)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(ApiException.Kind.BAD_REQUEST);
            assertThat(failure.error().message()).contains("compressed with gzip");
        });
    }

    private void answer(String encoding, String type, String body) {
        FakeExchange exchange = transport.next();
        HttpHeaders headers = HttpHeaders.builder()
                .add("content-type", type)
                .add("Content-Encoding", encoding)
                .build();
        exchange.head(new ResponseHead(200, "HTTP/1.1", headers));
        if (!exchange.isCancelled() && !body.isEmpty()) {
            exchange.data(body);
        }
        exchange.complete();
    }
}
