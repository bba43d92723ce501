// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.ResponseHead;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ResponseBodyTest {

    private final RecordingHandler handler = new RecordingHandler() {
        @Override
        void whenStarted(Exchange exchange) {}
    };

    /** Each of them is an HTTP chunk. */
    @Test
    void buffersOfOneReadAreDeliveredTogether() {
        Delivery delivery = new Delivery(handler, new IdleUpstream());
        delivery.start();
        delivery.head(new ResponseHead(200, "HTTP/1.1", HttpHeaders.empty()));
        delivery.request(1);
        ResponseBody body = new ResponseBody(
                new ChunkedHead(),
                BodyLength.undeclared(),
                () -> CompletableFuture.completedFuture(false),
                delivery,
                new Failures(URI.create("http://host.test"), null),
                new IoThreads());
        body.onNext(buffers("one ", "", "two ", "three"));
        body.onComplete();

        assertThat(handler.calls()).containsExactly("start", "head 200", "data one two three", "complete");
    }

    private static List<ByteBuffer> buffers(String... texts) {
        return Stream.of(texts)
                .map(text -> ByteBuffer.wrap(text.getBytes(UTF_8)).asReadOnlyBuffer())
                .toList();
    }

    private static final class IdleUpstream implements Upstream {

        @Override
        public void pull() {}

        @Override
        public void delivered() {}

        @Override
        public void request(long chunks) {}

        @Override
        public void cancel() {}
    }

    private static final class ChunkedHead implements ResponseInfo {

        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public java.net.http.HttpHeaders headers() {
            return java.net.http.HttpHeaders.of(Map.of("Transfer-Encoding", List.of("chunked")), (name, value) -> true);
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
