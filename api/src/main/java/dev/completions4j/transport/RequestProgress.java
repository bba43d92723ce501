// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

/**
 * How much of the request was sent when its exchange failed; decides whether a retry is safe.
 *
 * @since 0.1.0
 */
public enum RequestProgress {
    /** No byte left this process, or the server reported that it processed none: a retry is safe. */
    NOT_SENT,
    /** Some bytes may have reached the server, which may have acted on them. */
    MAYBE_SENT,
    /** The response had begun. If its head was malformed or too large, it was not reported. */
    HEAD_RECEIVED
}
