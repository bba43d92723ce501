// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** The suite of a transport that {@link RulesBiteTest} breaks; run by that test only. */
class BrokenContract extends TransportContract {

    /** What breaks the transport; set before a run. */
    static volatile UnaryOperator<Transport> breaking = UnaryOperator.identity();

    /** The rule that is broken; null if none is. */
    static volatile @Nullable String brokenRule;

    /** What breaks the provider; null if it is not broken. */
    static volatile @Nullable TransportProvider provider;

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

    /** Short where a rule is broken, maybe by what does not come; elsewhere a slow machine may take its time. */
    @Override
    protected Duration patience() {
        return broken ? Duration.ofMillis(500) : super.patience();
    }
}
