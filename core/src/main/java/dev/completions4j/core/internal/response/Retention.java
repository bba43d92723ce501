// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

/** The part of a stream's choices that is accumulated. */
public enum Retention {
    /** Everything, so that the completion is complete at the end. */
    ALL,

    /** Only finish reasons, so that memory does not grow with the stream. */
    NO_TEXT
}
