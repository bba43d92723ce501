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
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifies the log of calls. */
class CallLogTest {

    private final Locale locale = Locale.getDefault();
    private final List<String> log = new ArrayList<>();

    @RegisterExtension
    final LogRecorder recorder = new LogRecorder(Level.FINE, log::add);

    @BeforeEach
    void speakGerman() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void restoreLocale() {
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
