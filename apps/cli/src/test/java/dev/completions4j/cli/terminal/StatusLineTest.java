// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shows and removes status lines. */
class StatusLineTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Terminal terminal(boolean isTerminal) {
        return new Terminal(
                new ByteArrayInputStream(new byte[0]),
                Output.results(new ByteArrayOutputStream()),
                Output.notes(err),
                Map.of("COLUMNS", "12"),
                UTF_8,
                stream -> isTerminal);
    }

    @Test
    void rewritesOneLineOnATerminalAndRemovesIt() {
        Terminal terminal = terminal(true);
        try (StatusLine status = new StatusLine(terminal, () -> "waiting for long")) {
            status.draw();
            status.aside(() -> terminal.err().println("row"));
            status.draw();
        }

        assertThat(err.toString(UTF_8))
                .isEqualTo("\r\u001B[Kwaiting fo…\r\u001B[Krow\n\r\u001B[Kwaiting fo…\r\u001B[K");
    }

    @Test
    void printsLinesIntoALog() {
        try (StatusLine status = new StatusLine(terminal(false), () -> "5/20")) {
            status.draw();
        }

        assertThat(err.toString(UTF_8)).isEqualTo("5/20\n");
    }

    @Test
    void drawsNothingOnceClosed() {
        StatusLine status = new StatusLine(terminal(true), () -> "late");
        status.close();

        status.draw();

        assertThat(err.toString(UTF_8)).isEmpty();
    }
}
