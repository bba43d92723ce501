// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.doctor;

import dev.completions4j.cli.failure.ExitStatus;
import dev.completions4j.cli.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param verdict whether the server can do it
 * @param detail more about it, in one line
 * @param fatal the exit status if no further check makes sense; otherwise null
 */
record Finding(Verdict verdict, String detail, @Nullable ExitStatus fatal) {

    static Finding yes(String detail) {
        return new Finding(Verdict.YES, detail, null);
    }

    static Finding no(String detail) {
        return new Finding(Verdict.NO, detail, null);
    }

    static Finding unknown(String detail) {
        return new Finding(Verdict.UNKNOWN, detail, null);
    }

    /** Returns the finding that the server refused what was tried. */
    static Finding refused(Throwable thrown) {
        return no(Failure.of(thrown).sentence());
    }

    /** Returns the finding that nothing else can be tried either. */
    static Finding fatal(Throwable thrown) {
        Failure failure = Failure.of(thrown);
        return new Finding(Verdict.NO, failure.sentence(), failure.status());
    }
}
