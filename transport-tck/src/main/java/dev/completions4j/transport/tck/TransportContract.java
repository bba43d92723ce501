// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The transport contract as a test suite, with a test for each rule. Authors of transports extend this class.
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
 * <p>Rules about a feature or a protocol are skipped if the transport's
 * {@link dev.completions4j.transport.TransportInfo} does not list it. All servers run on the loopback address.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // tens of megabytes over TLS, also on slow machines
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

    /** Constructor for subclasses. */
    protected TransportContract() {}

    /**
     * Creates a transport, which the suite closes.
     *
     * @param config the configuration of the transport
     */
    protected abstract Transport create(TransportConfig config);

    /** Opens the server used by most rules; by default, HTTP/1.1 without TLS. */
    protected ContractServer openServer() {
        return ContractServer.http1();
    }

    /** Returns the provider of the transport; null, the default, if it has none, which skips chapter 11. */
    protected @Nullable TransportProvider provider() {
        return null;
    }

    /** Returns the name prefix of the transport's own threads; null, the default, if it has none. */
    protected @Nullable String threadNamePrefix() {
        return null;
    }

    /**
     * Creates a transport that uses a resource owned by its caller; null, the default, if there is no such resource.
     *
     * @param config the configuration of the transport, in addition to the resource
     */
    protected @Nullable BorrowingTransport createBorrowing(TransportConfig config) {
        return null;
    }

    /** Returns the maximum time to wait for the next expected signal or event. */
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
            throw new IllegalStateException("The lab exists only during a test");
        }
        return lab;
    }

    /** Exposes this contract's hooks to the lab, so that they need not be public. */
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
