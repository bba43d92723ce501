// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.failure;

/** The exit statuses of the program; the guide and {@code --help} list them. */
public enum ExitStatus {
    /** The command did what it was asked to do. */
    OK(0),
    /** The server answered with an error, or its answer broke off. */
    FAILED(1),
    /** Options, settings or files are wrong; nothing was sent. */
    USAGE(2),
    /** The server could not be reached: name, connection, TLS or proxy. */
    UNREACHABLE(3),
    /** A timeout elapsed. */
    TIMEOUT(4),
    /** The API key is missing, wrong, or lacks a permission. */
    KEY(5),
    /** The server is overloaded, or a rate limit is exceeded; the same call may succeed later. */
    BUSY(6),
    /** Ctrl-C or another signal; the process ends with the status of the signal, which is this number for Ctrl-C. */
    INTERRUPTED(130),
    /** The reader of standard output has left, as with {@code | head}. */
    CLOSED_PIPE(141);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** Returns the number that the process exits with. */
    public int code() {
        return code;
    }
}
