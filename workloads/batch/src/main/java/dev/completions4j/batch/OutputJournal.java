// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Reads the answers that an output has already. */
final class OutputJournal {

    /** Receives the answers. */
    interface Answered {

        /**
         * Called for each answer.
         *
         * @param fingerprint the fingerprint of its request; {@link Fingerprint#UNKNOWN} if the answer does not have one
         */
        void onAnswer(String customId, int fingerprint);
    }

    /** How each line of a run begins, and so each torn one. */
    private static final byte[] LINE_START = ("{\"id\":\"" + AnswerIds.START).getBytes(UTF_8);

    /** Cannot be inside a string, where quotes are escaped. */
    private static final String RESPONSE = ",\"response\":";

    private final Path path;
    private final Answered answered;

    private byte[] line = new byte[64 * 1024];
    private int length;
    private long number;

    private OutputJournal(Path path, Answered answered) {
        this.path = path;
        this.answered = answered;
    }

    /**
     * Reads the file from its beginning.
     *
     * @param answered receives each answer
     * @return the end of the last complete line
     * @throws OutputException if the file is something else, which must not be changed
     */
    static long read(Path path, FileChannel channel, Answered answered) throws IOException, OutputException {
        return new OutputJournal(path, answered).read(channel);
    }

    private long read(FileChannel channel) throws IOException, OutputException {
        ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
        long end = 0;
        channel.position(0);
        while (channel.read(chunk) >= 0) {
            chunk.flip();
            while (chunk.hasRemaining()) {
                int lineFeed = indexOfLineFeed(chunk);
                int until = lineFeed < 0 ? chunk.limit() : lineFeed;
                append(chunk, until - chunk.position());
                if (lineFeed >= 0) {
                    chunk.get();
                    end += length + 1;
                    onLine();
                }
            }
            chunk.clear();
        }
        if (length > 0 && !isTorn()) {
            throw notAnOutput("its last line");
        }
        return end;
    }

    private static int indexOfLineFeed(ByteBuffer chunk) {
        for (int i = chunk.position(); i < chunk.limit(); i++) {
            if (chunk.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void append(ByteBuffer chunk, int count) {
        if (line.length - length < count) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + count));
        }
        chunk.get(line, length, count);
        length += count;
    }

    private void onLine() throws OutputException {
        number++;
        String text = new String(line, 0, length, UTF_8);
        length = 0;
        if (text.isBlank()) {
            return;
        }
        int response = text.indexOf(RESPONSE);
        boolean usual = response >= 0 && text.stripTrailing().endsWith("}");
        if (!(usual && isAnswer(text.substring(0, response) + RESPONSE + "null}")) && !isAnswer(text)) {
            throw notAnOutput("line " + number);
        }
    }

    /** Reports an answer; returns false if the text is none. */
    private boolean isAnswer(String text) {
        Map<String, JsonValue> members;
        try {
            members = JsonValue.parse(text) instanceof JsonObject object ? object.members() : Map.of();
        } catch (IllegalArgumentException notJson) {
            return false;
        }
        // A request has an id, too.
        boolean isAnswer = members.containsKey("response") || members.containsKey("error");
        if (!isAnswer || !(members.get("custom_id") instanceof JsonString customId)) {
            return false;
        }
        int fingerprint =
                members.get("id") instanceof JsonString id ? AnswerIds.fingerprint(id.value()) : Fingerprint.UNKNOWN;
        answered.onAnswer(customId.value(), fingerprint);
        return true;
    }

    /** Returns whether the last line is the beginning of an answer. */
    private boolean isTorn() {
        int common = Math.min(length, LINE_START.length);
        return Arrays.equals(line, 0, common, LINE_START, 0, common);
    }

    private OutputException notAnOutput(String where) {
        return new OutputException(
                "The file " + path + " is not the output of a batch: " + where
                        + " is not an answer; nothing was changed. Choose another output, or remove the file",
                null);
    }
}
