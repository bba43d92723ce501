// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The contract of transports as tests, one for each rule; a transport's author extends it.
 *
 * <pre>{@code
 * class MyTransportContractTest extends TransportContract {
 *     @Override
 *     protected Transport create(TransportConfig config) {
 *         return new MyTransport(config);
 *     }
 * }
 * }</pre>
 *
 * <p>A rule that speaks of a feature or a protocol is skipped if the transport's
 * {@link dev.completions4j.transport.TransportInfo} does not name it. The servers are on the loopback address.
 */
public abstract class TransportContract
        implements OrderRules,
                DemandRules,
                ByteRules,
                CancelRules,
                RequestRules,
                ResponseRules,
                ConnectRules,
                FailureRules,
                ConnectionRules,
                HandlerRules,
                EndRules,
                ProviderRules {

    @RegisterExtension
    final RuleReport report = new RuleReport();

    private @Nullable ContractLab lab;

    /** For subclasses. */
    protected TransportContract() {}

    /**
     * Creates a transport, which the suite closes.
     *
     * @param config what it must keep to
     */
    protected abstract Transport create(TransportConfig config);

    /** Opens the server to which most rules speak; HTTP/1.1 without TLS, unless this is overridden. */
    protected ContractServer openServer() {
        return ContractServer.http1();
    }

    /** The provider of the transport; null if it has none, and the rules of chapter 11 are skipped. */
    protected @Nullable TransportProvider provider() {
        return null;
    }

    /** What the names of the transport's own threads begin with; null if it has none. */
    protected @Nullable String threadNamePrefix() {
        return null;
    }

    /**
     * Creates a transport that works with something of its caller's; null if there is no such thing.
     *
     * @param config what it must keep to, together with what is lent to it
     */
    protected @Nullable BorrowingTransport createBorrowing(TransportConfig config) {
        return null;
    }

    /** Returns how long to wait for the next signal, or for what must come, before its absence is a failure. */
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }

    @BeforeEach
    final void openLab() {
        lab = new ContractLab(new Subject());
    }

    @AfterEach
    final void closeLab() throws Exception {
        lab().close();
    }

    @Override
    public final ContractLab lab() {
        if (lab == null) {
            throw new IllegalStateException("There is a lab during tests only");
        }
        return lab;
    }

    /** This contract as the lab sees it, so that the methods above need not be public. */
    private final class Subject implements ContractSubject {

        @Override
        public Transport create(TransportConfig config) {
            return TransportContract.this.create(config);
        }

        @Override
        public ContractServer openServer() {
            return TransportContract.this.openServer();
        }

        @Override
        public @Nullable TransportProvider provider() {
            return TransportContract.this.provider();
        }

        @Override
        public @Nullable String threadNamePrefix() {
            return TransportContract.this.threadNamePrefix();
        }

        @Override
        public @Nullable BorrowingTransport createBorrowing(TransportConfig config) {
            return TransportContract.this.createBorrowing(config);
        }

        @Override
        public Duration patience() {
            return TransportContract.this.patience();
        }
    }
}
