// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

/**
 * Prints rows whose columns begin at the same places. The last column is wrapped on a terminal.
 *
 * <p>Rows are printed at once, so that a table that takes long grows before the reader's eyes. Not safe for use by
 * multiple threads.
 */
public final class Table {

    private static final String GAP = "  ";
    private static final int MIN_LAST = 10;

    private final Output out;
    private final int[] widths;
    private final int lastWidth;

    /**
     * Creates a table.
     *
     * @param terminal where its rows are printed, as results
     * @param widths the widths of all columns but the last
     */
    public Table(Terminal terminal, int... widths) {
        this.out = terminal.out();
        this.widths = widths.clone();
        int left = 0;
        for (int width : widths) {
            left += width + GAP.length();
        }
        this.lastWidth = terminal.isTerminal(StandardStream.OUTPUT)
                ? Math.max(MIN_LAST, terminal.width() - left)
                : Integer.MAX_VALUE;
    }

    /**
     * Prints a row.
     *
     * @param cells a text for each column, without line breaks and control characters
     */
    public void row(String... cells) {
        out.println(text(cells));
    }

    /**
     * Returns a row as text, without the line feed at its end.
     *
     * @param cells a text for each column, without line breaks and control characters
     */
    public String text(String... cells) {
        StringBuilder text = new StringBuilder();
        int left = 0;
        for (int i = 0; i < widths.length; i++) {
            text.append(Cells.isolated(TextWidth.padded(cells[i], widths[i]))).append(GAP);
            left += widths[i] + GAP.length();
        }
        String between = "";
        for (String line : Wrapper.lines(cells[widths.length], lastWidth)) {
            text.append(between).append(Cells.isolated(line));
            between = "\n" + " ".repeat(left);
        }
        return text.toString().stripTrailing();
    }
}
