// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Choice;
import dev.completions4j.FinishReason;
import dev.completions4j.cli.terminal.Output;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SequentialPrinterTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final SequentialPrinter printer =
            new SequentialPrinter(Output.results(printed), true, new PlainFormat(false));

    @Test
    void printsChoicesInTheirOrderWhateverTheOrderOfTheirChunks() {
        more(1, "one");
        assertThat(text()).isEmpty();
        more(0, "ze");
        assertThat(text()).isEqualTo("[0] ze");
        end(1, "!");
        more(0, "ro");
        assertThat(text()).isEqualTo("[0] zero");
        end(0, "");
        assertThat(text()).isEqualTo("[0] zero\n[1] one!\n");
        more(2, "two");
        assertThat(text()).isEqualTo("[0] zero\n[1] one!\n[2] two");
    }

    @Test
    void printsWhatIsLeftOfChoicesThatDidNotEnd() {
        more(0, "ze");
        more(2, "two");
        more(1, "one");

        printer.finish(new Answer(printer));

        assertThat(text()).isEqualTo("[0] ze\n[1] one\n[2] two\n");
    }

    private void more(int index, String text) {
        printer.print(new Choice(index, 0, text, null, null, Map.of()));
    }

    private void end(int index, String text) {
        printer.print(new Choice(index, 0, text, FinishReason.STOP, null, Map.of()));
    }

    private String text() {
        return printed.toString(UTF_8);
    }
}
