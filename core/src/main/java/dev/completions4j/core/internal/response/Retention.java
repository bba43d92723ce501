// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

/** What of a stream's choices is kept while it goes on. */
public enum Retention {
    /** All of it, so that the completion is whole in the end. */
    ALL,

    /** Only how they ended: memory does not grow with the stream. */
    NO_TEXT
}
