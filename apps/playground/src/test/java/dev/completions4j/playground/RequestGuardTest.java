// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {

    private final RequestGuard guard = new RequestGuard(8765);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8765", "localhost:8765"})
    void ownNamesAreAccepted(String host) {
        assertThat(guard.refusalOfFile("GET", headers(host))).isNull();
        assertThat(guard.refusalOfSession(session(host, "http://" + host, guard.token())))
                .isNull();
    }

    /** Clients leave the default port out of Host and Origin, but need not. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.0.0.1:80", "localhost:80"})
    void ownNamesNeedNoPortIfItIsTheDefault(String host) {
        RequestGuard ofDefaultPort = new RequestGuard(80);

        assertThat(ofDefaultPort.refusalOfFile("GET", headers(host))).isNull();
        assertThat(ofDefaultPort.refusalOfSession(session(host, "http://" + host, ofDefaultPort.token())))
                .isNull();
        assertThat(ofDefaultPort.refusalOfFile("GET", headers("evil.example"))).contains("Host");
    }

    /** A name of somebody else that resolves to this machine reveals itself, and so does another program's port. */
    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example:8765", "127.0.0.1", "127.0.0.1:80", "localhost:8765.evil.example", "LOCALHOST:1"})
    void otherNamesAreRefused(String host) {
        assertThat(guard.refusalOfFile("GET", headers(host))).contains("Host");
        assertThat(guard.refusalOfSession(session(host, "http://" + host, guard.token())))
                .contains("Host");
    }

    @Test
    void aRequestWithoutAHostOrWithTwoIsRefused() {
        assertThat(guard.refusalOfFile("GET", MultiMap.caseInsensitiveMultiMap()))
                .contains("Host");
        assertThat(guard.refusalOfFile("GET", headers("localhost:8765").add("Host", "localhost:8765")))
                .contains("Host");
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin, cors, empty, true",
        "none, navigate, document, true",
        "cross-site, navigate, document, true",
        "cross-site, navigate, iframe, false",
        "cross-site, no-cors, script, false",
        "same-site, cors, empty, false"
    })
    void filesAreForTheOwnPageAndForLinks(String site, String mode, String destination, boolean isAccepted) {
        MultiMap headers = headers("localhost:8765")
                .add("Sec-Fetch-Site", site)
                .add("Sec-Fetch-Mode", mode)
                .add("Sec-Fetch-Dest", destination);

        assertThat(guard.refusalOfFile("GET", headers) == null).isEqualTo(isAccepted);
    }

    @Test
    void nothingCanBePosted() {
        assertThat(guard.refusalOfFile("POST", headers("localhost:8765"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "http://evil.example",
                "http://127.0.0.1:8765",
                "https://localhost:8765",
                "http://localhost"
            })
    void aSessionOfAnotherOriginIsRefused(String origin) {
        assertThat(guard.refusalOfSession(session("localhost:8765", origin, guard.token())))
                .contains("other pages");
    }

    @Test
    void aSessionWithoutOriginOrOfAnotherSiteIsRefused() {
        MultiMap withoutOrigin = session("localhost:8765", "http://localhost:8765", guard.token())
                .remove("Origin");
        assertThat(guard.refusalOfSession(withoutOrigin)).contains("other pages");
        MultiMap crossSite = session("localhost:8765", "http://localhost:8765", guard.token())
                .add("Sec-Fetch-Site", "cross-site");
        assertThat(guard.refusalOfSession(crossSite)).contains("other pages");
    }

    @Test
    void aSessionNeedsTheTokenOfThisStart() {
        String earlier = new RequestGuard(8765).token();

        assertThat(guard.refusalOfSession(session("localhost:8765", "http://localhost:8765", earlier)))
                .contains("token");
        assertThat(guard.token()).isNotEqualTo(earlier).matches("[A-Za-z0-9_-]{32}");
    }

    private static MultiMap headers(String host) {
        return MultiMap.caseInsensitiveMultiMap().add("Host", host);
    }

    private static MultiMap session(String host, String origin, String token) {
        return headers(host).add("Origin", origin).add("Sec-WebSocket-Protocol", RequestGuard.PROTOCOL + ", " + token);
    }
}
