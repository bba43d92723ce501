// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import dev.completions4j.Choice;
import dev.completions4j.cli.terminal.Output;
import java.util.TreeMap;

/**
 * Prints the choices one below the other, in their order: the current one as it arrives; those after it are buffered
 * until it ends.
 */
final class SequentialPrinter implements ChoicePrinter {

    private final Output out;
    private final boolean labelled;
    private final ChoiceFormat format;
    private final TreeMap<Integer, Pending> pending = new TreeMap<>();
    private int current;

    private static final class Pending {
        private final StringBuilder text = new StringBuilder();
        private boolean begun;
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
        Pending shown = pending.get(current);
        while (shown != null) {
            flush(current, shown);
            if (!shown.ended) {
                return;
            }
            out.endLine();
            pending.remove(current);
            current++;
            shown = pending.get(current);
        }
    }

    /** Prints what is left: a stream that failed has choices without an end. */
    @Override
    public void finish(Answer answer) {
        pending.forEach((index, choiceText) -> {
            flush(index, choiceText);
            out.endLine();
        });
        pending.clear();
        out.flush();
    }

    private String label(int index) {
        String label = "[" + index + "] ";
        return format.header().isEmpty() ? label : label + "\n" + format.header();
    }

    private void flush(int index, Pending choiceText) {
        if (!choiceText.begun) {
            choiceText.begun = true;
            out.print(labelled ? label(index) : format.header());
        }
        out.print(choiceText.text.toString());
        out.flush();
        choiceText.text.setLength(0);
    }
}
