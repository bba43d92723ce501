// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples;

import dev.completions4j.Choice;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenLogprob;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints the choices one below the other: the current one as it arrives; the others are buffered until it ends.
 */
final class ChoicePrinter {

    private final PrintWriter out;
    private final boolean labelled;
    private final boolean withLogprobs;
    private final TreeMap<Integer, Pending> pending = new TreeMap<>();
    private @Nullable Integer current;

    private static final class Pending {
        private final StringBuilder text = new StringBuilder();
        private boolean ended;
    }

    ChoicePrinter(PrintWriter out, boolean labelled, boolean withLogprobs) {
        this.out = out;
        this.labelled = labelled;
        this.withLogprobs = withLogprobs;
    }

    void print(Choice choice) {
        Pending choiceText = pending.computeIfAbsent(choice.index(), index -> new Pending());
        choiceText.text.append(text(choice));
        choiceText.ended |= choice.finishReason() != null;
        if (current == null) {
            begin(choice.index());
        }
        advance();
    }

    /** Prints what is still buffered, including choices that never reported a finish reason. */
    void finish() {
        while (current != null) {
            end();
        }
        out.flush();
    }

    private void advance() {
        Pending choiceText = current == null ? null : pending.get(current);
        while (choiceText != null) {
            flush(choiceText);
            if (!choiceText.ended) {
                return;
            }
            end();
            choiceText = current == null ? null : pending.get(current);
        }
    }

    private void begin(int index) {
        current = index;
        if (labelled) {
            out.print("[" + index + "] ");
        }
    }

    private void flush(Pending choiceText) {
        out.print(choiceText.text);
        out.flush();
        choiceText.text.setLength(0);
    }

    private void end() {
        Pending ended = pending.remove(current);
        if (ended != null) {
            flush(ended);
        }
        out.println();
        current = null;
        if (!pending.isEmpty()) {
            begin(pending.firstKey());
        }
    }

    private String text(Choice choice) {
        Logprobs logprobs = choice.logprobs();
        return withLogprobs && logprobs != null
                ? logprobs.tokens().stream().map(ChoicePrinter::line).collect(Collectors.joining())
                : choice.text();
    }

    private static String line(TokenLogprob token) {
        String top = token.top().stream()
                .map(other -> quoted(other.token()) + " " + number(other.logprob()))
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%n%-16s %s  {%s}", quoted(token.token()), number(token.logprob()), top);
    }

    private static String quoted(String token) {
        return '"' + token.replace("\n", "\\n") + '"';
    }

    private static String number(@Nullable Double logprob) {
        return logprob == null ? "-" : String.format(Locale.ROOT, "%.3f", logprob);
    }
}
