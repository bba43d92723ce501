// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import dev.completions4j.Choice;
import dev.completions4j.cli.terminal.Cells;
import dev.completions4j.cli.terminal.Output;
import dev.completions4j.cli.terminal.TextWidth;
import dev.completions4j.cli.terminal.Wrapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Prints the choices in columns; a row appears as soon as no choice can change it any more. */
final class SideBySidePrinter implements ChoicePrinter {

    /** The smallest width of a column that can be read. */
    static final int MIN_WIDTH = 16;

    private static final String GAP = " │ ";

    private final Output out;
    private final int width;
    private final List<Column> columns = new ArrayList<>();
    private boolean begun;

    private static final class Column {
        private final Wrapper wrapper;
        private final Queue<String> lines = new ArrayDeque<>();
        private boolean ended;

        Column(int width, String label) {
            wrapper = new Wrapper(width);
            lines.add(label);
        }

        void end() {
            if (!ended) {
                ended = true;
                wrapper.end();
                lines.addAll(wrapper.take());
            }
        }
    }

    /**
     * Creates a printer.
     *
     * @param choices the number of choices
     * @param width the width of a column
     */
    SideBySidePrinter(Output out, int choices, int width) {
        this.out = out;
        this.width = width;
        for (int i = 0; i < choices; i++) {
            columns.add(new Column(width, "[" + i + "]"));
        }
    }

    /**
     * Returns the width of each column.
     *
     * @param choices the number of choices
     * @param terminalWidth the width of all of them
     */
    static int columnWidth(int choices, int terminalWidth) {
        return (terminalWidth - GAP.length() * (choices - 1)) / choices;
    }

    @Override
    public void print(Choice choice) {
        if (choice.index() >= columns.size()) {
            return;
        }
        begun = true;
        Column column = columns.get(choice.index());
        column.wrapper.add(Cells.printable(choice.text()));
        column.lines.addAll(column.wrapper.take());
        if (choice.finishReason() != null) {
            column.end();
        }
        printRows();
    }

    @Override
    public void finish(Answer answer) {
        if (begun) {
            columns.forEach(Column::end);
            printRows();
        }
    }

    private void printRows() {
        while (columns.stream().allMatch(column -> column.ended || !column.lines.isEmpty())
                && columns.stream().anyMatch(column -> !column.lines.isEmpty())) {
            List<String> row = new ArrayList<>();
            for (Column column : columns) {
                String line = column.lines.poll();
                row.add(line == null ? "" : line);
            }
            printRow(row);
        }
    }

    private void printRow(List<String> cells) {
        List<String> padded = cells.stream()
                .map(cell -> Cells.isolated(TextWidth.padded(cell, width)))
                .toList();
        out.println(String.join(GAP, padded).stripTrailing());
    }
}
