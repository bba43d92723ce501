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

/** The calls over one carrier: always as many in flight, through clients that are closed under them now and then. */
final class Traffic implements AutoCloseable {

    static final int MAX_RESPONSE_BYTES = 1024 * 1024;

    private static final int IN_FLIGHT = 8;

    /** After so many calls a client is replaced by another, and closed. */
    private static final int CLIENT_LIFE = 2_000;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** As many retries as there are attempts, without long delays. */
    private static final RetrySettings RETRIES = RetrySettings.defaults()
            .withMaxAttempts(Plans.MAX_ATTEMPTS)
            .withBaseDelay(Duration.ofMillis(1))
            .withMinDelay(Duration.ZERO)
            .withMaxDelay(Duration.ofMillis(10))
            .withBudget(Integer.MAX_VALUE);

    private final Plans plans;
    private final Accounts accounts;
    private final ScheduledExecutorService timer;
    private final Executor starter;
    private final Journal journal = new Journal();
    private final SoakServer server;
    private final Map<Long, SoakCall> open = new ConcurrentHashMap<>();

    /** Guarded by this. */
    private Life life;

    private long begun;
    private boolean running;
    private int inFlight;

    /** A client's life, to which calls belong. */
    private static final class Life {

        private final Transport transport;
        private final CompletionsClient client;
        private volatile boolean closed;

        Life(Carrier carrier, String baseUrl) {
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

    Traffic(Plans plans, Accounts accounts, ScheduledExecutorService timer, Executor starter) throws IOException {
        this.plans = plans;
        this.accounts = accounts;
        this.timer = timer;
        this.starter = starter;
        server = plans.carrier().openServer(plans, journal);
        life = new Life(plans.carrier(), server.baseUrl());
    }

    /** Begins calls, and another whenever one ends, until {@link #pause}. */
    synchronized void resume() {
        running = true;
        for (int i = inFlight; i < IN_FLIGHT; i++) {
            inFlight++;
            starter.execute(this::startNext);
        }
    }

    /** Waits until all calls have ended; begins none. */
    synchronized void pause() throws InterruptedException {
        running = false;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (inFlight > 0) {
            long rest = deadline - System.nanoTime();
            if (rest <= 0) {
                open.forEach((id, call) -> accounts.violate(
                        plans.carrier() + ", " + call + " never ended; the server did " + journal.close(id)));
                throw new AssertionError(
                        inFlight + " calls over " + plans.carrier() + " did not end: " + accounts.violations());
            }
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
    }

    synchronized long begun() {
        return begun;
    }

    private void startNext() {
        long id;
        Life of;
        Life past = null;
        synchronized (this) {
            id = begun++;
            if (begun % CLIENT_LIFE == 0) {
                past = life;
                life = new Life(plans.carrier(), server.baseUrl());
            }
            of = life;
        }
        start(id, of);
        if (past != null) {
            past.close();
        }
    }

    private void start(long id, Life of) {
        journal.open(id);
        SoakCall[] self = new SoakCall[1];
        SoakCall call = new SoakCall(id, plans.call(id), timer, end -> settle(self[0], end, of));
        self[0] = call;
        open.put(id, call);
        call.start(of.client);
    }

    private void settle(SoakCall call, End end, Life of) {
        open.remove(call.id());
        accounts.settle(plans, call, end, journal.close(call.id()), of.closed);
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
            life.close();
        }
        server.close();
    }
}
