// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.doctor;

/** The result of a check. */
enum Verdict {
    YES("yes"),
    NO("no"),
    UNKNOWN("?");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
