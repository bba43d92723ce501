// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

/**
 * The shade of a probability on a terminal: the less likely, the warmer.
 *
 * <p>Shades set both colors, so that they can be read on dark and on light backgrounds.
 */
public enum Shade {
    LIKELY(0.9, ""),
    PROBABLE(0.5, "\u001B[38;5;16;48;5;194m"),
    OPEN(0.2, "\u001B[38;5;16;48;5;228m"),
    UNLIKELY(0.05, "\u001B[38;5;16;48;5;215m"),
    SURPRISING(0.0, "\u001B[38;5;16;48;5;203m");

    private static final String RESET = "\u001B[0m";

    private final double atLeast;
    private final String begin;

    Shade(double atLeast, String begin) {
        this.atLeast = atLeast;
        this.begin = begin;
    }

    /**
     * Returns the shade of a probability.
     *
     * @param probability 0 to 1; anything else counts as 0
     */
    public static Shade of(double probability) {
        for (Shade shade : values()) {
            if (probability >= shade.atLeast) {
                return shade;
            }
        }
        return SURPRISING;
    }

    /**
     * Returns a text in this shade; line feeds are not shaded, since terminals would color the rest of the line.
     *
     * @param text the text
     */
    public String on(String text) {
        return begin.isEmpty() ? text : begin + text.replace("\n", RESET + "\n" + begin) + RESET;
    }

    /** Returns a line that shows all shades and what they stand for. */
    public static String legend() {
        return "(The shades stand for probabilities of " + LIKELY.on("90 % or more") + ", " + PROBABLE.on("50 %") + ", "
                + OPEN.on("20 %") + ", " + UNLIKELY.on("5 %") + ", " + SURPRISING.on("less") + ".)";
    }
}
