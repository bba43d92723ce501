// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.core.internal.concurrent.Warnings;
import dev.completions4j.observe.CallListener;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verifies that recurring problems do not flood the log. */
class WarningTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final FakeTransport transport = new FakeTransport();
    private final Logger logger = Logger.getLogger("dev.completions4j");
    private final List<String> log = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().equals(Level.WARNING)) {
                log.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    };

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private CompletionsClient.Builder builder() {
        return CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .scheduler(time)
                .executor(Runnable::run)
                .retries(RetrySettings.off());
    }

    /** The server fails three times in a row and then succeeds, every second for ten minutes. */
    @Test
    void aFlappingServerIsLoggedOncePerMinute() {
        try (CompletionsClient client = builder().build()) {
            for (int second = 0; second < 600; second++) {
                for (int call = 0; call < 4; call++) {
                    var unused = client.complete(Wire.REQUEST);
                    if (call < 3) {
                        Responses.error(transport.next(), 500);
                    } else {
                        Responses.ok(transport.next());
                    }
                }
                time.advance(SECOND);
            }
        }
        assertThat(log)
                .hasSize(10)
                .allSatisfy(
                        each -> assertThat(each).startsWith("http://localhost:8000/v1 failed several times in a row"));
        assertThat(log.get(0)).doesNotContain("times since");
        assertThat(log.get(1)).endsWith(" (and 59 times since it was last logged)");
    }

    @Test
    void aThrowingListenerIsLoggedOncePerMinute() {
        try (CompletionsClient client = builder()
                .listener(call -> new CallListener() {
                    @Override
                    public void onQueued() {
                        // Never called.
                    }

                    @Override
                    public void onAttempt(int attempt, String baseUrl) {
                        throw new IllegalStateException("broken");
                    }
                })
                .listener(call -> {
                    throw new IllegalStateException("broken");
                })
                .build()) {
            for (int second = 0; second < 120; second++) {
                var unused = client.complete(Wire.REQUEST);
                Responses.ok(transport.next());
                time.advance(SECOND);
            }
        }
        assertThat(log)
                .hasSize(4)
                .allSatisfy(each ->
                        assertThat(each).contains(" threw java.lang.IllegalStateException; the call continues"));
    }

    @Test
    void aThrowingRetryPolicyIsLoggedOncePerMinute() {
        try (CompletionsClient client = builder()
                .retries(RetrySettings.defaults())
                .retryPolicy((attempts, failure) -> {
                    throw new IllegalStateException("broken");
                })
                .build()) {
            for (int second = 0; second < 120; second++) {
                var unused = client.complete(Wire.REQUEST);
                Responses.error(transport.next(), 404);
                time.advance(SECOND);
            }
        }
        assertThat(log)
                .hasSize(2)
                .allSatisfy(each ->
                        assertThat(each).contains(" threw java.lang.IllegalStateException; the call is not retried"));
    }

    @Test
    void anUnboundedNumberOfSubjectsSharesOneCount() {
        Warnings warnings = new Warnings(time::nanoTime);
        for (int subject = 0; subject < 3000; subject++) {
            warnings.warn("Generated" + subject, "Generated" + subject + " threw");
        }
        assertThat(log).hasSize(1001);

        time.advance(Duration.ofMinutes(1));
        warnings.warn("Generated2999", "It threw");
        assertThat(log.get(1001)).isEqualTo("It threw (and 1999 times since it was last logged)");
    }
}
