// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Runs in a JVM that does not permit the header {@code Host}. */
@DisabledIfSystemProperty(named = "jdk.httpclient.allowRestrictedHeaders", matches = "host")
final class TargetsTest {

    private final Targets targets = new Targets(uri -> true);
    private final InetAddress ipv4 = address(127, 0, 0, 1);
    private final InetAddress ipv6 = address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    @Test
    void usesTheNameForTheFirstAddressOfLocalhostAndLiteralsForTheOthers() {
        TransportRequest request = to("http://localhost:8000/v1?a=%20b");

        List<Target> found = targets.of(request, List.of(ipv4, ipv6));
        assertThat(found)
                .extracting(target -> target.uri().toString())
                .containsExactly("http://localhost:8000/v1?a=%20b", "http://[0:0:0:0:0:0:0:1]:8000/v1?a=%20b");
        assertThat(found).extracting(Target::hostHeader).containsOnlyNulls();
        assertThat(targets.of(to("http://LOCALHOST"), List.of(ipv6, ipv4)))
                .extracting(target -> target.uri().toString())
                .containsExactly("http://LOCALHOST", "http://127.0.0.1:80");
    }

    @Test
    void triesTheAddressReachedLastFirst() {
        TransportRequest request = to("http://localhost:8000");
        Target second = targets.of(request, List.of(ipv4, ipv6)).get(1);
        targets.onReached(request, second);

        assertThat(targets.of(request, List.of(ipv4, ipv6)).get(0)).isEqualTo(second);
        assertThat(targets.of(to("http://localhost:8001"), List.of(ipv4, ipv6))
                        .get(1)
                        .address())
                .isEqualTo(ipv6);

        targets.onReached(request, Target.byName(request.uri()));
        assertThat(targets.of(request, List.of(ipv4, ipv6)).get(1)).isEqualTo(second);
    }

    @Test
    void usesOnlyTheNameForOtherHostsAndTls() {
        for (String url : new String[] {"http://server.test:8000", "https://localhost:8000", "http://127.0.0.1:8000"}) {
            TransportRequest request = to(url);
            assertThat(targets.of(request, List.of(ipv4, ipv6))).containsExactly(Target.byName(request.uri()));
        }
    }

    @Test
    void skipsAddressesThatRequireAProxy() {
        TransportRequest request = to("http://localhost:8000");

        assertThat(new Targets(uri -> false).of(request, List.of(ipv4, ipv6)))
                .containsExactly(Target.byName(request.uri()));
    }

    private static TransportRequest to(String url) {
        return new TransportRequest("GET", URI.create(url), HttpHeaders.empty(), ByteBuffer.allocate(0));
    }

    private static InetAddress address(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError("Four or sixteen bytes are a valid address", e);
        }
    }
}
