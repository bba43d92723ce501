// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

/** A file is JSON and still no recording; the message says what is wrong and where. */
final class MalformedRecordingException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedRecordingException(String message) {
        super(message);
    }
}
