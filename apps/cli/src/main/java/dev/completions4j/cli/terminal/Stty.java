// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** The size of the terminal that controls this process, as the program {@code stty} reports it. */
final class Stty {

    private static final File TERMINAL = new File("/dev/tty");

    private Stty() {}

    /** Returns the number of columns; 0 if it is unknown. */
    static int columns() {
        if (!TERMINAL.exists()) {
            return 0;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), US_ASCII);
            int blank = size.indexOf(' ');
            return blank < 0 ? 0 : Integer.parseInt(size.substring(blank + 1).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
