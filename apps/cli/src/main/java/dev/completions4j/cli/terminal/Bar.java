// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

/** The text of a progress bar. */
public final class Bar {

    private static final int LENGTH = 20;

    private Bar() {}

    /**
     * Returns a text such as {@code [#####···············] 5/20 streaming}.
     *
     * @param done how many parts are done, 0 to {@code total}
     * @param total how many parts there are, positive
     * @param note what is being done; may be empty
     */
    public static String text(long done, long total, String note) {
        return text((double) Math.min(done, total) / total) + " " + done + "/" + total
                + (note.isEmpty() ? "" : " " + note);
    }

    /**
     * Returns a text such as {@code [#####···············]}.
     *
     * @param fraction how much is done, 0 to 1
     */
    public static String text(double fraction) {
        int filled = (int) (LENGTH * fraction);
        return "[" + "#".repeat(filled) + "·".repeat(LENGTH - filled) + "]";
    }
}
