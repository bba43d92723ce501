// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyServerTest {

    @Test
    void doesNotRevealCredentials() {
        ProxyServer proxy = ProxyServer.socks5("proxy.test", 1080).withCredentials("ann", "hunter2");

        assertThat(proxy).hasToString("socks5://proxy.test:1080");
        assertThat(proxy.user()).isEqualTo("ann");
        assertThat(proxy.password()).isEqualTo("hunter2");
        assertThat(proxy).isNotEqualTo(ProxyServer.socks5("proxy.test", 1080));
        assertThat(ProxyServer.http("[::1]", 3128)).hasToString("http://[::1]:3128");
        assertThat(ProxyServer.http("[::1]", 3128).host()).isEqualTo("::1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app_proxy", "proxy.test.", "10.0.0.1", "Proxy-1", "fe80::1%eth0"})
    void acceptsTheHostsOfUrls(String host) {
        assertThat(ProxyServer.http(host, 3128).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1",
        "'a b', 1",
        "http://proxy.test, 1",
        "user@proxy.test, 1",
        "proxy.test, 0",
        "proxy.test, 65536",
        "a..b, 1",
        "a:1, 1",
        "[a], 1"
    })
    void rejectsAnInvalidAddress(String host, int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyServer.http(host, port))
                .withMessageStartingWith("The proxy has ");
    }

    @Test
    void reportsAnInvalidPort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyServer.socks5("app_proxy", 65536))
                .withMessage("The proxy has port 65536, which is not between 1 and 65535");
    }

    @ParameterizedTest
    @CsvSource({"'', hunter2", "ann, ''", "a:nn, hunter2", "ann, hunter2\u00e9"})
    void rejectsInvalidCredentialsWithoutRevealingThem(String user, String password) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyServer.http("proxy.test", 1).withCredentials(user, password))
                .withMessageNotContaining("hunter2")
                .withMessageNotContaining("a:nn");
    }
}
