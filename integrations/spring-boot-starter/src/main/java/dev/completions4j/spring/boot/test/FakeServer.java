// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot.test;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import dev.completions4j.transport.ForwardingTransport;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportRequest;
import java.util.List;

/**
 * The server that the clients of a test's application context are connected to. It serves a {@link FakeModel}.
 *
 * <p>Each test method begins with a new {@link #transport()}, without requests and expectations; exchanges that the
 * preceding test method has left open fail. Safe for use by multiple threads, but not by test methods that run
 * concurrently with one application context.
 *
 * @since 0.1.0
 */
public final class FakeServer {

    private final FakeEndpoint endpoint;
    private final Transport facade = new CurrentTransport();

    private final Object lock = new Object();
    private FakeTransport transport = new FakeTransport();
    private boolean served;

    FakeServer(FakeModel model) {
        endpoint = FakeEndpoint.of(model);
    }

    /** Returns the requests of the current test method, in their order. */
    public List<ReceivedRequest> requests() {
        return transport().requests();
    }

    /**
     * Returns the transport of the current test method.
     *
     * <p>Expectations that a test adds before its first request take precedence over the model, which answers all
     * other requests.
     */
    public FakeTransport transport() {
        synchronized (lock) {
            return transport;
        }
    }

    /** Returns the transport for clients, which forwards to that of the current test method. */
    Transport facade() {
        return facade;
    }

    /** Begins a test method. */
    void reset() {
        FakeTransport last;
        synchronized (lock) {
            last = transport;
            transport = new FakeTransport();
            served = false;
        }
        last.close();
    }

    /** The model answers what nothing else does, so its expectation must be the last one. */
    private FakeTransport serving() {
        synchronized (lock) {
            if (!served) {
                served = true;
                transport.always(RequestPattern.any(), endpoint);
            }
            return transport;
        }
    }

    private final class CurrentTransport extends ForwardingTransport {

        @Override
        protected Transport delegate() {
            return transport();
        }

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            serving().send(request, handler);
        }
    }
}
