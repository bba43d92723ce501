// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.batch.InputEntry.Reject;
import dev.completions4j.batch.LineReader.Line;
import dev.completions4j.batch.LineReader.Problem;
import dev.completions4j.batch.RejectedRequest.Reason;

/** Describes lines that cannot be read. */
final class BrokenLines {

    private BrokenLines() {}

    static Reject rejected(Line line, Problem problem) {
        return switch (problem) {
            case TOO_LONG ->
                new Reject(
                        line.bytes(),
                        line.number(),
                        Reason.TOO_LONG,
                        "The line has " + line.bytes() + " bytes, more than " + LineReader.MAX_LINE
                                + "; send such a request on its own");
            case NOT_UTF_8 -> malformed(line, "The line is not valid UTF-8; convert the file to UTF-8");
        };
    }

    static Reject malformed(Line line, String message) {
        return new Reject(line.bytes(), line.number(), Reason.MALFORMED, message);
    }
}
