// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

/** What a value in the JSON of a chunk is. */
enum Place {
    /** The choices, which consist of values. */
    CHOICES,
    /** The usage, which consists of values. */
    USAGE,

    ID,
    CREATED,
    MODEL,
    SYSTEM_FINGERPRINT,
    /** A property of the chunk that is not modeled. */
    PROPERTY,

    PROMPT_TOKENS,
    COMPLETION_TOKENS,
    TOTAL_TOKENS,

    INDEX,
    TEXT,
    FINISH_REASON,
    LOGPROBS,
    /** A property of a choice that is not modeled. */
    CHOICE_PROPERTY;

    /** Returns whether values usually differ from stream to stream, but not from chunk to chunk. */
    boolean isOfStream() {
        return this == ID || this == CREATED;
    }

    /** Returns whether values are properties that are not modeled. */
    boolean isProperty() {
        return this == PROPERTY || this == CHOICE_PROPERTY;
    }

    boolean isInUsage() {
        return this == PROMPT_TOKENS || this == COMPLETION_TOKENS || this == TOTAL_TOKENS;
    }
}
