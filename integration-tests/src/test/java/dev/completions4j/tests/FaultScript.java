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
 * A server that produces a fault on its first connection, and then responds to exactly one other request.
 *
 * <p>Each instance has its own path, so that a request meant for another server, even of another JVM, is detected.
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

    /** Returns the end of the client's base URL. */
    String path() {
        return path;
    }

    /** Returns the request target of completions. */
    String target() {
        return path + "/completions";
    }

    @Override
    public void serve(LoopbackConnection connection) throws IOException, InterruptedException {
        if (struck.compareAndSet(false, true)) {
            effect.apply(connection, observed, time);
        }
        ReceivedRequest request = connection.readRequest();
        if (request != null) {
            // Nothing is sent twice, or to another server.
            assertThat(request.target()).isEqualTo(target());
            assertThat(request.bodyText().contains(OTHER))
                    .as("the second request is the other one, not the first again")
                    .isTrue();
            connection.write(Answers.lastJson(Answers.completion(OTHER)));
        }
    }
}
