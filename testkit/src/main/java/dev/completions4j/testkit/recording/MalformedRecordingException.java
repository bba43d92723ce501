// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

/** Thrown if a file is JSON but not a recording; the message says what is wrong and where. */
final class MalformedRecordingException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedRecordingException(String message) {
        super(message);
    }
}
