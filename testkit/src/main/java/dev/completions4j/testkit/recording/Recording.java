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
 * The exchanges that a {@link RecordingTransport} recorded, without secrets.
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
     * @param file the file
     * @throws IOException if the file cannot be read or is not a recording of version 1; the message says why
     */
    public static Recording read(Path file) throws IOException {
        return read(file, Redaction.standard());
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @param redaction the redaction with which the file was recorded; it is applied to requests before they are
     *     compared
     * @throws IOException if the file cannot be read or is not a recording of version 1; the message says why
     */
    public static Recording read(Path file, Redaction redaction) throws IOException {
        try {
            return new Recording(RecordingFormat.exchanges(JsonReader.read(Files.readString(file))), redaction);
        } catch (JacksonException e) {
            throw new IOException(file + " is not a recording: " + e.getOriginalMessage(), e);
        } catch (MalformedRecordingException e) {
            throw new IOException(file + " is not a recording: " + e.getMessage(), e);
        }
    }

    /**
     * Writes this recording to a file, which is replaced if it exists.
     *
     * @param file the file; its directory must exist
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        Files.writeString(file, JsonWriter.indented(RecordingFormat.json(exchanges)) + "\n");
    }

    /** Returns the number of exchanges. */
    public int size() {
        return exchanges.size();
    }

    List<RecordedExchange> exchanges() {
        return exchanges;
    }

    Redaction redaction() {
        return redaction;
    }

    /** Returns the number of exchanges, without content. */
    @Override
    public String toString() {
        return size() + " recorded exchanges";
    }
}
