// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

/** How far a request had come when its exchange failed: it decides whether sending it again is safe. */
public enum RequestProgress {
    /** No byte of it left this process, or the server said that it processed none: safe to send again. */
    NOT_SENT,
    /** Some of it may have reached the server, which may have acted on it. */
    MAYBE_SENT,
    /** The response had begun. */
    HEAD_RECEIVED
}
