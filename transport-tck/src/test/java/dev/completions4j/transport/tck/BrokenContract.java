// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** The suite for a transport that {@link RuleViolationsTest} breaks; run only by that test. */
class BrokenContract extends TransportContract {

    /** Breaks the transport; set before a run. */
    static volatile UnaryOperator<Transport> breaking = UnaryOperator.identity();

    /** The broken rule; null if none is. */
    static volatile @Nullable String brokenRule;

    /** The broken provider; null if it is not broken. */
    static volatile @Nullable TransportProvider provider;

    /** The patience unless a rule is broken; null for the default. */
    static volatile @Nullable Duration patience;

    private final FakeContractServer server = new FakeContractServer();
    private boolean broken;

    @BeforeEach
    void see(TestInfo test) {
        broken = brokenRule != null && test.getDisplayName().startsWith(brokenRule + " ");
    }

    @Override
    protected Transport create(TransportConfig config) {
        return breaking.apply(server.newTransport());
    }

    @Override
    protected ContractServer openServer() {
        return server;
    }

    @Override
    protected @Nullable TransportProvider provider() {
        return provider;
    }

    /** Short for a broken rule, whose signal may never come; otherwise long enough for a slow machine. */
    @Override
    protected Duration patience() {
        return broken ? Duration.ofMillis(500) : Objects.requireNonNullElse(patience, super.patience());
    }
}
