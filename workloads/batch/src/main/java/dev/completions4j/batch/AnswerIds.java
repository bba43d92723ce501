// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of answers: {@code batch_req_}, sixteen random digits of the run, the fingerprint of the request, and a number.
 * A later run into the same output reads the fingerprint from them. Used by one thread.
 */
final class AnswerIds {

    /** How each id begins. */
    static final String START = "batch_req_";

    private static final Pattern FORMAT = Pattern.compile(START + "[0-9a-f]{16}_([0-9a-f]{8})_[0-9]+");

    /** Prevents that two runs into one output use the same ids. */
    private final String prefix =
            START + UUID.randomUUID().toString().replace("-", "").substring(0, 16) + "_";

    private long answers;

    /** Returns the id of an answer to a request with this fingerprint. */
    String next(int fingerprint) {
        return prefix + HexFormat.of().toHexDigits(fingerprint) + "_" + ++answers;
    }

    /** Returns the fingerprint in an id; {@link Fingerprint#UNKNOWN} if another tool wrote it. */
    static int fingerprint(String id) {
        Matcher matcher = FORMAT.matcher(id);
        return matcher.matches() ? HexFormat.fromHexDigits(matcher.group(1)) : Fingerprint.UNKNOWN;
    }
}
