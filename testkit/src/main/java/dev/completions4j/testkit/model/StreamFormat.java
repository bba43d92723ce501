// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;

/**
 * The framing of chunks and the ends of streams in a dialect.
 *
 * @param dataPrefix the text before the data of an event
 * @param keepAlive text at the beginning of streams that is not an event; empty if there is none
 * @param opening the chunk before the others
 * @param usage which chunks contain the usage
 * @param ending how choices end
 * @param failure how a stream ends if the model fails
 */
record StreamFormat(
        String dataPrefix, String keepAlive, Opening opening, ChunkUsage usage, Ending ending, Failure failure) {

    static final StreamFormat OPENAI = of("", ChunkUsage.NULL_UNTIL_END, Failure.ERROR);

    /** Returns OpenAI's framing, without an opening. */
    static StreamFormat of(String keepAlive, ChunkUsage usage, Failure failure) {
        return new StreamFormat("data: ", keepAlive, Opening.NONE, usage, Ending.WITH_TEXT, failure);
    }

    StreamFormat openedBy(Opening opening) {
        return new StreamFormat(dataPrefix, keepAlive, opening, usage, ending, failure);
    }

    StreamFormat ending(Ending ending) {
        return new StreamFormat(dataPrefix, keepAlive, opening, usage, ending, failure);
    }

    StreamFormat prefixing(String dataPrefix) {
        return new StreamFormat(dataPrefix, keepAlive, opening, usage, ending, failure);
    }

    String event(JsonNode data) {
        return event(data.toString());
    }

    String event(String data) {
        return dataPrefix + data + "\n\n";
    }

    String doneEvent() {
        return event("[DONE]");
    }

    /** A chunk without choices before the others. */
    enum Opening {
        NONE,
        EMPTY_CHUNK,
        /** The filter results of the prompts, before an id or a time is available. */
        PROMPT_FILTERS,
        /** A JSON null instead of a chunk, if there are several prompts. */
        NULL_FOR_PROMPTS
    }

    /** How choices end. */
    enum Ending {
        /** In the chunk with the last of their text. */
        WITH_TEXT,
        /** In a separate chunk. */
        OWN_CHUNK
    }

    /** Which chunks contain the usage. */
    enum ChunkUsage {
        /** If requested: the last; null in the others. */
        NULL_UNTIL_END,
        /** If requested: the last; zeros in the others. */
        ZEROS_UNTIL_END,
        /** If requested: the last; also all others if that is requested too. */
        CONTINUOUS_IF_REQUESTED,
        /** The chunk with the end of each choice, requested or not. */
        WITH_EACH_CHOICE;

        /** Returns whether a separate chunk at the end reports the usage, if it is requested. */
        boolean comesLast() {
            return this != WITH_EACH_CHOICE;
        }

        /** Adds the usage to the chunk with the last generated part of a choice. */
        void addTo(ObjectNode chunk, ModelRequest request, ChoiceGenerator choice, AnswerFormat.UsageStyle usage) {
            if (this == WITH_EACH_CHOICE) {
                if (!choice.hasNext()) {
                    chunk.set("usage", usage.write(choice.promptTokens(), choice.generated()));
                }
            } else if (this == CONTINUOUS_IF_REQUESTED) {
                if (request.continuousUsage()) {
                    chunk.set("usage", usage.write(choice.promptTokens(), choice.generated()));
                }
            } else if (request.includeUsage()) {
                if (this == ZEROS_UNTIL_END) {
                    chunk.set("usage", usage.write(0, 0));
                } else {
                    chunk.putNull("usage");
                }
            }
        }
    }

    /** How a stream ends if the model fails. */
    enum Failure {
        ERROR,
        ERROR_AND_DONE,
        /** The error is an event with its own event type. */
        NAMED_ERROR,
        /** The error, which is flat elsewhere, is nested in another object. */
        NESTED_ERROR_AND_DONE,
        /** The choices end with a special finish reason, and the stream ends normally. */
        REASON_AND_DONE,
        /** The failure is not reported: the stream ends after an empty chunk. */
        EMPTY_CHUNK
    }
}
