// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks a growing text into lines of a limited width, between words where possible.
 *
 * <p>Not safe for use by multiple threads.
 */
public final class Wrapper {

    private final int columns;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private int width;
    /** Whether the line begins where the one before was full, so that blanks are left out. */
    private boolean continued;
    /** The index after the last blank of the line; 0 if there is none. */
    private int afterBlank;

    /**
     * Creates a wrapper.
     *
     * @param columns the maximum width of a line, at least 2
     */
    public Wrapper(int columns) {
        this.columns = Math.max(2, columns);
    }

    /**
     * Returns the lines of a text; at least one.
     *
     * @param text the text
     * @param columns the maximum width of a line
     */
    public static List<String> lines(String text, int columns) {
        Wrapper wrapper = new Wrapper(columns);
        wrapper.add(text);
        wrapper.end();
        return wrapper.take();
    }

    /**
     * Adds text.
     *
     * @param text the text; a tab becomes a blank
     */
    public void add(String text) {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            addCharacter(codePoint);
            i += Character.charCount(codePoint);
        }
    }

    private void addCharacter(int codePoint) {
        if (codePoint == '\n') {
            endLine();
            return;
        }
        int character = codePoint == '\t' ? ' ' : codePoint;
        int its = TextWidth.of(character);
        if (width + its > columns) {
            if (character == ' ') {
                endLine();
            } else {
                breakLine();
            }
            continued = true;
        }
        if (character == ' ' && continued && line.length() == 0) {
            return;
        }
        line.appendCodePoint(character);
        width += its;
        if (character == ' ') {
            afterBlank = line.length();
        }
    }

    /** Moves the last word to the next line, or breaks it if it is alone. */
    private void breakLine() {
        String rest = line.substring(afterBlank == 0 ? line.length() : afterBlank);
        line.setLength(line.length() - rest.length());
        endLine();
        line.append(rest);
        width = TextWidth.of(rest);
    }

    private void endLine() {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
        width = 0;
        afterBlank = 0;
        continued = false;
    }

    /** Ends the last line. */
    public void end() {
        if (line.length() > 0 || lines.isEmpty()) {
            endLine();
        }
    }

    /** Removes and returns the lines that no further text can change. */
    public List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }
}
