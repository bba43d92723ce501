// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import dev.completions4j.Choice;
import dev.completions4j.cli.terminal.Output;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Prints the choices one below the other: the current one as it arrives; the others are buffered until it ends.
 */
final class SequentialPrinter implements ChoicePrinter {

    private final Output out;
    private final boolean labelled;
    private final ChoiceFormat format;
    private final TreeMap<Integer, Pending> pending = new TreeMap<>();
    private @Nullable Integer current;

    private static final class Pending {
        private final StringBuilder text = new StringBuilder();
        private boolean ended;
    }

    /**
     * Creates a printer.
     *
     * @param labelled whether the choices are numbered
     */
    SequentialPrinter(Output out, boolean labelled, ChoiceFormat format) {
        this.out = out;
        this.labelled = labelled;
        this.format = format;
    }

    @Override
    public void print(Choice choice) {
        Pending choiceText = pending.computeIfAbsent(choice.index(), index -> new Pending());
        choiceText.text.append(format.text(choice));
        choiceText.ended |= choice.finishReason() != null;
        if (current == null) {
            begin(choice.index());
        }
        advance();
    }

    @Override
    public void finish(Answer answer) {
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
        out.print(format.header());
    }

    private void flush(Pending choiceText) {
        out.print(choiceText.text.toString());
        out.flush();
        choiceText.text.setLength(0);
    }

    private void end() {
        Pending ended = pending.remove(current);
        if (ended != null) {
            flush(ended);
        }
        out.endLine();
        current = null;
        if (!pending.isEmpty()) {
            begin(pending.firstKey());
        }
    }
}
