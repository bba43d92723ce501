// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.tests.soak.SoakCall.End;
import dev.completions4j.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The calls over one carrier: a constant number in flight, through clients that are replaced and closed from time to
 * time.
 */
final class Traffic implements AutoCloseable {

    static final int MAX_RESPONSE_BYTES = 1024 * 1024;

    private static final int IN_FLIGHT = 8;

    /** The number of calls after which a client is replaced and closed. */
    private static final int CALLS_PER_CLIENT = 2_000;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Retries without long delays and without a budget. */
    private static final RetrySettings RETRIES = RetrySettings.defaults()
            .withMaxAttempts(Plans.MAX_ATTEMPTS)
            .withBaseDelay(Duration.ofMillis(1))
            .withMinDelay(Duration.ZERO)
            .withMaxDelay(Duration.ofMillis(10))
            .withBudget(Integer.MAX_VALUE);

    private final Plans plans;
    private final OutcomeVerifier verifier;
    private final ScheduledExecutorService timer;
    private final Executor starter;
    private final Journal journal = new Journal();
    private final SoakServer server;
    private final Map<Long, SoakCall> open = new ConcurrentHashMap<>();

    /** Guarded by this. */
    private ClientInstance current;

    private long started;
    private boolean running;
    private int inFlight;

    /** A client and its transport. */
    private static final class ClientInstance {

        private final Transport transport;
        private final CompletionsClient client;
        private volatile boolean closed;

        ClientInstance(Carrier carrier, String baseUrl) {
            transport = carrier.openTransport();
            client = CompletionsClient.builder()
                    .baseUrl(baseUrl)
                    .transport(transport)
                    .retries(RETRIES)
                    .maxInFlight(IN_FLIGHT)
                    .maxResponseBytes(MAX_RESPONSE_BYTES)
                    .build();
        }

        void close() {
            closed = true;
            client.close();
            transport.close();
        }
    }

    Traffic(Plans plans, OutcomeVerifier verifier, ScheduledExecutorService timer, Executor starter)
            throws IOException {
        this.plans = plans;
        this.verifier = verifier;
        this.timer = timer;
        this.starter = starter;
        server = plans.carrier().openServer(plans, journal);
        current = new ClientInstance(plans.carrier(), server.baseUrl());
    }

    /** Starts calls, and another whenever one ends, until {@link #pause}. */
    synchronized void resume() {
        running = true;
        for (int i = inFlight; i < IN_FLIGHT; i++) {
            inFlight++;
            starter.execute(this::startNext);
        }
    }

    /** Waits until all calls have ended, without starting others. */
    synchronized void pause() throws InterruptedException {
        running = false;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (inFlight > 0) {
            long rest = deadline - System.nanoTime();
            if (rest <= 0) {
                open.forEach((id, call) -> verifier.addViolation(
                        plans.carrier() + ", " + call + " never ended; the server did " + journal.close(id)));
                throw new AssertionError(
                        inFlight + " calls over " + plans.carrier() + " did not end: " + verifier.violations());
            }
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
    }

    synchronized long started() {
        return started;
    }

    private void startNext() {
        long id;
        ClientInstance instance;
        ClientInstance past = null;
        synchronized (this) {
            id = started++;
            if (started % CALLS_PER_CLIENT == 0) {
                past = current;
                current = new ClientInstance(plans.carrier(), server.baseUrl());
            }
            instance = current;
        }
        start(id, instance);
        if (past != null) {
            past.close();
        }
    }

    private void start(long id, ClientInstance instance) {
        journal.open(id);
        SoakCall[] self = new SoakCall[1];
        SoakCall call = new SoakCall(id, plans.call(id), timer, end -> settle(self[0], end, instance));
        self[0] = call;
        open.put(id, call);
        call.start(instance.client);
    }

    private void settle(SoakCall call, End end, ClientInstance instance) {
        open.remove(call.id());
        verifier.verify(plans, call, end, journal.close(call.id()), instance.closed);
        synchronized (this) {
            if (running) {
                starter.execute(this::startNext);
            } else {
                inFlight--;
                notifyAll();
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            current.close();
        }
        server.close();
    }
}
