// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackConnection;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on whose first connection a fault strikes, and which then answers one other request and no more.
 *
 * <p>Each has a path of its own, so that a request meant for another server, even one of another JVM, is told apart.
 */
final class FaultScript implements ConnectionScript {

    /** The prompt of the other request. */
    static final String OTHER = "other";

    private static final AtomicInteger SCRIPTS = new AtomicInteger();

    private final String path = "/" + ProcessHandle.current().pid() + "-" + SCRIPTS.incrementAndGet();
    private final Fault.Effect effect;
    private final Signals observed;
    private final ManualTime time;
    private final AtomicBoolean struck = new AtomicBoolean();

    FaultScript(Fault.Effect effect, Signals observed, ManualTime time) {
        this.effect = effect;
        this.observed = observed;
        this.time = time;
    }

    /** What the client's base URL ends with. */
    String path() {
        return path;
    }

    /** What a request for a completion of this server names. */
    String target() {
        return path + "/completions";
    }

    @Override
    public void serve(LoopbackConnection connection) throws IOException, InterruptedException {
        if (struck.compareAndSet(false, true)) {
            effect.strike(connection, observed, time);
        }
        ReceivedRequest request = connection.readRequest();
        if (request != null) {
            // Nothing is sent again, or anywhere else.
            assertThat(request.target()).isEqualTo(target());
            assertThat(request.bodyText().contains(OTHER))
                    .as("the second request is the other one, not the first again")
                    .isTrue();
            connection.write(Answers.lastJson(Answers.completion(OTHER)));
        }
    }
}
