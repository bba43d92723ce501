package dev.completions4j.testkit.contract;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The suite of a transport that {@link RulesBiteTest} breaks; run by that test only. */
class BrokenContract extends TransportContract {

    /** What breaks the transport; set before a run. */
    static volatile UnaryOperator<Transport> breaking = UnaryOperator.identity();

    /** What breaks the provider; null if it is not broken. */
    static volatile @Nullable TransportProvider provider;

    private final FakeContractServer server = new FakeContractServer();

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

    /** Short, since some rules are broken by what does not come. */
    @Override
    protected Duration patience() {
        return Duration.ofMillis(1500);
    }
}
