// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.testkit.internal.json.JsonReader;
import dev.completions4j.testkit.internal.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * Exchanges as a {@link RecordingTransport} saw them, without secrets.
 *
 * <p>Immutable.
 */
public final class Recording {

    private final List<RecordedExchange> exchanges;
    private final Redaction redaction;

    Recording(List<RecordedExchange> exchanges, Redaction redaction) {
        this.exchanges = List.copyOf(exchanges);
        this.redaction = redaction;
    }

    /**
     * Reads a file that was recorded with the standard redaction.
     *
     * @throws IOException as {@link #read(Path, Redaction)} does
     */
    public static Recording read(Path file) throws IOException {
        return read(file, Redaction.standard());
    }

    /**
     * Reads a file.
     *
     * @param redaction the one it was recorded with: requests are compared after it
     * @throws IOException if the file can't be read or is no recording of version 1; the message says where
     */
    public static Recording read(Path file, Redaction redaction) throws IOException {
        try {
            return new Recording(RecordingFormat.exchanges(JsonReader.read(Files.readString(file))), redaction);
        } catch (JacksonException e) {
            throw new IOException(file + " is no recording: " + e.getOriginalMessage(), e);
        } catch (MalformedRecordingException e) {
            throw new IOException(file + " is no recording: " + e.getMessage(), e);
        }
    }

    /** Writes a file, in place of one that is there; its folder must exist. */
    public void write(Path file) throws IOException {
        Files.writeString(file, JsonWriter.indented(RecordingFormat.json(exchanges)) + "\n");
    }

    /** How many exchanges there are. */
    public int size() {
        return exchanges.size();
    }

    List<RecordedExchange> exchanges() {
        return exchanges;
    }

    Redaction redaction() {
        return redaction;
    }

    /** The number of exchanges; nothing of their content. */
    @Override
    public String toString() {
        return size() + " recorded exchanges";
    }
}
