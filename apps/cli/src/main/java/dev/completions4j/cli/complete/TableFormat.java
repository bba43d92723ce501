// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import dev.completions4j.Choice;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenLogprob;
import dev.completions4j.cli.terminal.Cells;
import dev.completions4j.cli.terminal.Table;
import dev.completions4j.cli.terminal.Terminal;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row for each token: its text, its log probability, and its alternatives with theirs. */
final class TableFormat implements ChoiceFormat {

    private static final int TOKEN_WIDTH = 18;
    private static final int NUMBER_WIDTH = 8;

    private final Table table;

    TableFormat(Terminal terminal) {
        table = new Table(terminal, TOKEN_WIDTH, NUMBER_WIDTH);
    }

    @Override
    public String header() {
        return table.text("token", "logprob", "alternatives");
    }

    @Override
    public String text(Choice choice) {
        Logprobs logprobs = choice.logprobs();
        if (logprobs == null) {
            return choice.text().isEmpty() ? "" : "\n" + quoted(choice.text());
        }
        return logprobs.tokens().stream().map(token -> "\n" + row(token)).collect(Collectors.joining());
    }

    private String row(TokenLogprob token) {
        String top = token.top().stream()
                .map(other -> Cells.isolated(quoted(other.token())) + " " + number(other.logprob()))
                .collect(Collectors.joining(", "));
        return table.text(quoted(token.token()), number(token.logprob()), top);
    }

    private static String quoted(String token) {
        String text = token.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
        return '"' + Cells.printable(text) + '"';
    }

    private static String number(@Nullable Double logprob) {
        return logprob == null ? "-" : String.format(Locale.ROOT, "%.3f", logprob);
    }
}
