// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;

/**
 * How a server frames chunks and ends streams.
 *
 * @param dataPrefix what stands before the data of an event
 * @param keepAlive text in the beginning of streams that is no event; empty if there is none
 * @param opening the chunk that comes before the others
 * @param usage where chunks tell the usage
 * @param ending how choices end
 * @param failure how a stream ends whose model fails
 */
record StreamFormat(
        String dataPrefix, String keepAlive, Opening opening, ChunkUsage usage, Ending ending, Failure failure) {

    static final StreamFormat OPENAI = of("", ChunkUsage.NULL_UNTIL_END, Failure.ERROR);

    /** The framing of OpenAI, and no opening. */
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

    /** A chunk without choices that comes before the others. */
    enum Opening {
        NONE,
        EMPTY_CHUNK,
        /** The results of the prompts' filters, before there is an id or a time to tell. */
        PROMPT_FILTERS,
        /** No chunk, but a null, if there are several prompts. */
        NULL_FOR_PROMPTS
    }

    /** How choices end. */
    enum Ending {
        /** With the last of their text. */
        WITH_TEXT,
        /** In a chunk of its own. */
        OWN_CHUNK
    }

    /** Where chunks tell the usage. */
    enum ChunkUsage {
        /** At the end, and null before, if it is asked for. */
        NULL_UNTIL_END,
        /** At the end, and zeros before, if it is asked for. */
        ZEROS_UNTIL_END,
        /** At the end if it is asked for, and in each chunk if that is asked for, too. */
        CONTINUOUS_IF_ASKED,
        /** With the end of each choice, asked for or not. */
        WITH_EACH_CHOICE;

        /** Whether a chunk of its own reports it at the end, if the request asks for it. */
        boolean comesLast() {
            return this != WITH_EACH_CHOICE;
        }

        /** Adds it to the chunk with the part of a choice that was generated last. */
        void addTo(ObjectNode chunk, ModelRequest request, ChoiceGenerator choice, AnswerFormat.UsageStyle usage) {
            if (this == WITH_EACH_CHOICE) {
                if (!choice.hasNext()) {
                    chunk.set("usage", usage.write(choice.promptTokens(), choice.generated()));
                }
            } else if (this == CONTINUOUS_IF_ASKED) {
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

    /** How a stream ends whose model fails. */
    enum Failure {
        ERROR,
        ERROR_AND_DONE,
        /** The error has the name of its own kind of event. */
        NAMED_ERROR,
        /** The error, which otherwise is flat, stands inside another object. */
        NESTED_ERROR_AND_DONE,
        /** The choices end with a finish reason of its own, and the stream as if all were well. */
        REASON_AND_DONE,
        /** It says nothing of the failure: an empty chunk, and the body ends. */
        EMPTY_CHUNK
    }
}
