// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportSelectorTest {

    private record Provider(String name, int priority) implements TransportProvider {
        @Override
        public Transport create(TransportConfig config) {
            return new FakeTransport();
        }
    }

    private static Candidate usable(String name, int priority) {
        return new Candidate(name, priority, name + ".jar", new Provider(name, priority), null);
    }

    private static Candidate unavailable(String name, int priority, String reason) {
        return new Candidate(name, priority, name + ".jar", null, reason);
    }

    private static String select(@Nullable String name, Candidate... candidates) {
        return TransportSelector.select(name, List.of(candidates)).name();
    }

    @Test
    void selectsTheHighestPriority() {
        assertThat(select(null, usable("other", 0), usable("netty", 100), usable("jdk", 50)))
                .isEqualTo("netty");
    }

    @Test
    void skipsUnavailableTransports() {
        assertThat(select(null, unavailable("netty", 100, "no Netty"), usable("jdk", 50)))
                .isEqualTo("jdk");
    }

    @Test
    void selectsByNameRegardlessOfPriority() {
        assertThat(select("jdk", usable("netty", 100), usable("jdk", 50))).isEqualTo("jdk");
    }

    @ParameterizedTest
    @CsvSource({"jdk, jdk", "'', netty"})
    void selectsByAPropertyThatIsNotEmpty(String property, String selected) {
        System.setProperty(TransportSelector.PROPERTY, property);
        try {
            assertThat(select(null, usable("netty", 100), usable("jdk", 50))).isEqualTo(selected);
            assertThat(select("jdk", usable("netty", 100), usable("jdk", 50))).isEqualTo("jdk");
        } finally {
            System.clearProperty(TransportSelector.PROPERTY);
        }
    }

    @Test
    void doesNotFallBackIfTheNamedTransportIsUnavailable() {
        assertThatIllegalStateException()
                .isThrownBy(() -> select("netty", unavailable("netty", 100, "no Netty"), usable("jdk", 50)))
                .withMessage("The transport 'netty' can't be used. Transports found: netty (netty.jar, priority 100,"
                        + " unavailable: no Netty); jdk (jdk.jar, priority 50)");
    }

    @Test
    void doesNotFallBackIfTheNamedTransportIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> select("netty", usable("jdk", 50)))
                .withMessageContaining("dev.completions4j:completions4j-transport-netty")
                .withMessageEndingWith("Transports found: jdk (jdk.jar, priority 50)");
    }

    @Test
    void rejectsATieOfTheHighestPriority() {
        assertThatIllegalStateException()
                .isThrownBy(() -> select(null, usable("a", 7), usable("b", 7), usable("c", 1)))
                .withMessageContaining("completions4j.transport")
                .withMessageContaining("a (a.jar, priority 7); b (b.jar, priority 7)");
    }

    @Test
    void rejectsTwoTransportsOfTheSameName() {
        assertThatIllegalStateException()
                .isThrownBy(() -> select("jdk", usable("jdk", 50), usable("jdk", 50)))
                .withMessageStartingWith("More than one transport is named 'jdk'");
    }

    @Test
    void namesTheArtifactToAddIfThereIsNoTransport() {
        // There is no transport on the class path of these tests.
        assertThatIllegalStateException()
                .isThrownBy(() -> CompletionsClient.builder().build())
                .withMessage("No transport can be used; add the artifact"
                        + " dev.completions4j:completions4j-transport-jdk or"
                        + " dev.completions4j:completions4j-transport-netty. If all artifacts are packed into one jar,"
                        + " merge their files META-INF/services/dev.completions4j.transport.TransportProvider."
                        + " Transports found: none");
    }
}
