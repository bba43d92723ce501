// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BodyLengthTest {

    private static final Map<String, List<String>> FIVE = Map.of("content-length", List.of("5"));

    @Test
    void aBodyMayBeShortOrLong() {
        BodyLength length = BodyLength.declaredIn(head(200, FIVE), "POST");

        length.count(List.of(ByteBuffer.allocate(2), ByteBuffer.allocate(2)));
        assertThat(length.isShort()).isTrue();
        assertThat(length.isLong()).isFalse();

        length.count(List.of(ByteBuffer.allocate(1)));
        assertThat(length.isShort()).isFalse();
        assertThat(length.isLong()).isFalse();

        length.count(List.of(ByteBuffer.allocate(1)));
        assertThat(length.isShort()).isFalse();
        assertThat(length.isLong()).isTrue();
    }

    @Test
    void aBodyWithoutADeclaredLengthIsNeitherShortNorLong() {
        BodyLength length = BodyLength.declaredIn(head(200, Map.of()), "POST");

        length.count(List.of(ByteBuffer.allocate(3)));
        assertThat(length.isShort()).isFalse();
        assertThat(length.isLong()).isFalse();
    }

    @Test
    void aBodyThatIsOnlyDeclaredIsNotShort() {
        assertThat(BodyLength.declaredIn(head(200, FIVE), "HEAD").isShort()).isFalse();
        assertThat(BodyLength.declaredIn(head(304, FIVE), "GET").isShort()).isFalse();
    }

    private static ResponseInfo head(int status, Map<String, List<String>> headers) {
        return new ResponseInfo() {
            @Override
            public int statusCode() {
                return status;
            }

            @Override
            public HttpHeaders headers() {
                return HttpHeaders.of(headers, (name, value) -> true);
            }

            @Override
            public HttpClient.Version version() {
                return HttpClient.Version.HTTP_2;
            }
        };
    }
}
