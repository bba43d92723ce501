// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** One of the standard streams of this process. */
public enum StandardStream {
    INPUT(0),
    OUTPUT(1),
    ERROR(2);

    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final int descriptor;

    StandardStream(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Returns whether the stream is a terminal; the JDK knows only whether all of them are, and newer ones not even that. */
    @SuppressWarnings("SystemConsoleNull") // The best that there is on Windows without native code.
    boolean isTerminal() {
        String target = target();
        if (!target.isEmpty()) {
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        }
        return WINDOWS ? System.console() != null : isTerminalToTest();
    }

    /** Returns whether the stream is a pipe; false if the system does not tell. */
    boolean isPipe() {
        String target = target();
        return target.startsWith("pipe:") || target.startsWith("socket:");
    }

    /** Returns what the stream leads to, such as {@code /dev/pts/1}; empty where there is no {@code /proc}. */
    private String target() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
                    .toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private boolean isTerminalToTest() {
        try {
            Process process = new ProcessBuilder("test", "-t", Integer.toString(descriptor))
                    .inheritIO()
                    .start();
            return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
