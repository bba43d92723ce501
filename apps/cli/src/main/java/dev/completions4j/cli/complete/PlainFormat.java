// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import dev.completions4j.Choice;
import dev.completions4j.cli.terminal.Cells;

/**
 * The text alone.
 *
 * @param onTerminal whether control characters are replaced by their pictures; a pipe gets the text as it is
 */
record PlainFormat(boolean onTerminal) implements ChoiceFormat {

    @Override
    public String header() {
        return "";
    }

    @Override
    public String text(Choice choice) {
        return onTerminal ? Cells.printable(choice.text()) : choice.text();
    }
}
