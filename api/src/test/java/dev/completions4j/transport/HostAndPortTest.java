// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostAndPortTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost, localhost, 80",
        "https://localhost, localhost, 443",
        "HTTPS://Api.Example.com/v1?a=b, Api.Example.com, 443",
        "http://app_llm:8000/v1, app_llm, 8000",
        "http://app_llm, app_llm, 80",
        "https://_a.b_, _a.b_, 443",
        "http://app_llm.:8000, app_llm., 8000",
        "http://host.example., host.example., 80",
        "http://-a-:8000, -a-, 8000",
        "http://1.a.2:8000, 1.a.2, 8000",
        "http://127.0.0.1:8000, 127.0.0.1, 8000",
        "http://127.0.0.1:, 127.0.0.1, 80",
        "https://app_llm:, app_llm, 443",
        "http://[::1]:8000, ::1, 8000",
        "https://[::1], ::1, 443",
        "http://[fe80::1%25eth0]:8000, fe80::1%eth0, 8000",
        "http://[fe80::1%eth0]:8000, fe80::1%eth0, 8000",
        "http://host:1, host, 1",
        "http://a_b:65535, a_b, 65535",
    })
    void parsesHostAndPort(String url, String host, int port) {
        TransportRequest request = new TransportRequest(
                "GET", URI.create(url), HttpHeaders.builder().build(), ByteBuffer.allocate(0));

        assertThat(HostAndPort.of(request.uri())).isEqualTo(new HostAndPort(host, port));
        assertThat(request.host()).isEqualTo(host);
        assertThat(request.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:/path",
                "http:///path",
                "mailto:a",
                "http://:80",
                "http://.",
                "http://a..b",
                "http://.a",
                "http://a%2eb",
                "http://b\u00fccher.example",
                "http://user@a_b:1",
                "http://a_b:x",
                "http://a_b:-1",
                "http://a_b:+1",
                "http://a_b:1:2",
                "http://a!b"
            })
    void rejectsAUrlWithoutAHost(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostAndPort.of(URI.create(url)))
                .withMessageStartingWith("no valid host; give a name");
    }

    @ParameterizedTest
    @CsvSource({
        "http://host:0, 0",
        "http://host:65536, 65536",
        "http://127.0.0.1:99999, 99999",
        "http://[::1]:65536, 65536",
        "http://a_b:0, 0",
        "http://a_b:65536, 65536",
        "http://host:99999999999, 99999999999",
    })
    void rejectsAnInvalidPort(String url, String port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostAndPort.of(URI.create(url)))
                .withMessage("port " + port + ", which is not between 1 and 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "[::1]", "::g", "a:1", ":", "::1]:80/[::1"})
    void rejectsAnInvalidHost(String host) {
        assertThatIllegalArgumentException().isThrownBy(() -> new HostAndPort(host, 1));
    }

    @Test
    void isFormattedAsInAUrl() {
        assertThat(new HostAndPort("app_llm", 8000)).hasToString("app_llm:8000");
        assertThat(new HostAndPort("::1", 8000)).hasToString("[::1]:8000");
    }
}
