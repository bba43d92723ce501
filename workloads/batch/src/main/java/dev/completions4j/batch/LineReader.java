// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of UTF-8 that end with a line feed, in memory for one line.
 *
 * <p>A byte order mark before the first line is skipped, and so is a carriage return before a line feed.
 */
final class LineReader implements Closeable {

    /** The maximum length of a line; a prompt of a million tokens has a third of it. */
    static final int MAX_LINE = 16 * 1024 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** The problem of a line. */
    enum Problem {
        TOO_LONG,
        NOT_UTF_8
    }

    /**
     * A line.
     *
     * @param number its number, from 1
     * @param bytes its size with its line break, in bytes
     * @param text its text without the line break; empty if there is a problem
     * @param problem null if there is none
     */
    record Line(
            long number, long bytes, String text, @Nullable Problem problem) {}

    private final @Nullable Path file;

    /** Null if the file is not open. */
    private @Nullable InputStream in;

    private byte[] buffer = new byte[64 * 1024];

    /** The bytes read but not delivered are from {@code start} to {@code end}. */
    private int start;

    private int end;
    private long number;

    private LineReader(@Nullable Path file, @Nullable InputStream in) {
        this.file = file;
        this.in = in;
    }

    static LineReader of(Path file) {
        return new LineReader(file, null);
    }

    static LineReader of(InputStream stream) {
        return new LineReader(null, stream);
    }

    /** Opens the input; returns its size in bytes, or null if unknown. */
    @Nullable Long open() throws IOException {
        if (file == null) {
            return null;
        }
        in = Files.newInputStream(file);
        return Files.isRegularFile(file) ? Files.size(file) : null;
    }

    /** Returns the next line; null at the end. */
    @Nullable Line next() throws IOException {
        int scanned = start;
        while (true) {
            for (int i = scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    return line(i, i + 1);
                }
            }
            scanned = end - start;
            if (scanned > MAX_LINE) {
                return tooLong();
            }
            if (!fill()) {
                return start == end ? null : line(end, end);
            }
            scanned += start;
        }
    }

    private Line line(int lineEnd, int next) {
        int from = start;
        int to = lineEnd > from && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        start = next;
        number++;
        if (number == 1 && Arrays.mismatch(buffer, from, Math.min(from + 3, to), BYTE_ORDER_MARK, 0, 3) < 0) {
            return decoded(from, from + 3, to, next);
        }
        return decoded(from, from, to, next);
    }

    private Line decoded(int from, int textFrom, int to, int next) {
        String text = new String(buffer, textFrom, to - textFrom, UTF_8);
        boolean valid = text.indexOf('\uFFFD') < 0 || isUtf8(textFrom, to);
        return new Line(number, next - from, valid ? text : "", valid ? null : Problem.NOT_UTF_8);
    }

    private boolean isUtf8(int from, int to) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Skips the rest of the line. */
    private Line tooLong() throws IOException {
        number++;
        long bytes = 0;
        while (true) {
            for (int i = start; i < end; i++) {
                if (buffer[i] == '\n') {
                    bytes += i + 1 - start;
                    start = i + 1;
                    return new Line(number, bytes, "", Problem.TOO_LONG);
                }
            }
            bytes += end - start;
            start = end;
            if (!fill()) {
                return new Line(number, bytes, "", Problem.TOO_LONG);
            }
        }
    }

    /** Reads more bytes after those that are left; returns false at the end. */
    private boolean fill() throws IOException {
        if (in == null) {
            throw new IllegalStateException("Not open");
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            return false;
        }
        end += read;
        return true;
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
    }
}
