// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verifies the log of calls. */
class CallLogTest {

    private final Locale locale = Locale.getDefault();
    private final Logger logger = Logger.getLogger("dev.completions4j");
    private final List<String> log = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            log.add(new SimpleFormatter().formatMessage(entry));
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
        Locale.setDefault(Locale.GERMANY);
        logger.setLevel(Level.FINE);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
        Locale.setDefault(locale);
    }

    @Test
    void showsMillisecondsRegardlessOfTheLocale() {
        ManualTime time = new ManualTime();
        FakeTransport transport = new FakeTransport();
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .scheduler(time)
                .build()) {
            var unused = client.complete(Wire.REQUEST);
            time.advance(Duration.ofMillis(1824));
            Responses.ok(transport.next());
        }

        assertThat(log).last().asString().contains(" after 1824 ms: ");
    }
}
