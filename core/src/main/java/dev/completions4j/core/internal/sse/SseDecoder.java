// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.core.internal.json.PaddedBytes;
import java.util.Arrays;

/**
 * An incremental decoder of server-sent events (WHATWG HTML, section 9.2.6).
 *
 * <p>A pull parser: {@link #next} consumes bytes up to the end of the next event and leaves the rest in the buffer. Not
 * thread-safe.
 */
public final class SseDecoder {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = "data".getBytes(UTF_8);
    private static final byte[] EVENT = "event".getBytes(UTF_8);
    private static final byte[] ID = "id".getBytes(UTF_8);
    private static final byte[] RETRY = "retry".getBytes(UTF_8);

    /** Upper bound that prevents overflow; longer times are meaningless. */
    private static final long MAX_RECONNECTION_TIME = 1_000_000_000_000_000_000L;

    private static final byte[] NO_BYTES = new byte[0];

    private final int maxEventBytes;

    /** The beginning of an incomplete line, or a line that cannot be read in place. */
    private byte[] line = NO_BYTES;

    private int lineLength;
    /** Length of the line on the wire, including comments, which are not buffered. */
    private long lineBytes;

    private boolean inComment;
    private boolean firstLine = true;
    private boolean afterCarriageReturn;

    private byte[] data = NO_BYTES;
    private int dataLength;
    private boolean hasData;
    private boolean dispatched;
    private long eventBytes;
    private String eventType = "";
    private String idBuffer = "";
    private String lastEventId = "";
    private long reconnectionTime = -1;

    /**
     * @param maxEventBytes maximum size of an event on the wire, including unknown fields; comments have the same
     *     limit, but do not count towards their event
     */
    public SseDecoder(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Consumes bytes until an event is complete or the input is empty.
     *
     * @return whether an event is complete; it can be read until the next call
     * @throws SseLimitException if the event or a comment exceeds the limit
     */
    public boolean next(PaddedBytes input) {
        forgetDispatched();
        while (input.hasRemaining()) {
            if (afterCarriageReturn) {
                afterCarriageReturn = false;
                if (input.peek() == '\n') {
                    input.skip(1);
                    continue;
                }
            }
            if (lineBytes == 0) {
                inComment = input.peek() == ':';
            }
            int end = LineEnds.indexIn(input);
            int length = end - input.position();
            boolean ends = end < input.limit();
            count(ends ? length + 1 : length);
            if (!ends) {
                keep(input, length);
                return false;
            }
            if (takeLine(input, length)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the next byte begins an event other than the first. */
    public boolean isBetweenEvents() {
        return lineBytes == 0 && (dispatched || eventBytes == 0) && !afterCarriageReturn && !firstLine;
    }

    /** Frees the buffers, which are allocated again when needed. To be called between events. */
    public void freeBuffers() {
        // A write of a reference is not cheap.
        if (line.length + data.length > 0) {
            line = NO_BYTES;
            data = NO_BYTES;
        }
    }

    /**
     * Signals the end of the input, and makes an unterminated event readable, which the standard discards.
     *
     * @return whether there is an event with data; it can be read until the next call
     */
    public boolean pendingAtEnd() {
        forgetDispatched();
        if (lineLength > 0) {
            endLine(line, 0, lineLength);
            lineLength = 0;
        }
        dispatched = hasData;
        if (hasData) {
            terminate();
        }
        return hasData;
    }

    /** Returns the event's type; {@code message} by default. */
    public String eventType() {
        return eventType.isEmpty() ? "message" : eventType;
    }

    /**
     * Returns an array with the event's data in its first {@link #dataLength()} bytes, valid until the next call. The end of
     * the line and an empty line follow, and the array is {@linkplain PaddedBytes padded}.
     */
    public byte[] data() {
        return data;
    }

    /** Returns the length of the event's data in bytes. */
    public int dataLength() {
        // Each data line is stored with a trailing line feed; the last one does not count.
        return dataLength - 1;
    }

    /** Returns the last event id; empty if there is none. */
    public String lastEventId() {
        return lastEventId;
    }

    /** Returns the last reconnection time in milliseconds; -1 if there is none. */
    public long reconnectionTime() {
        return reconnectionTime;
    }

    private void forgetDispatched() {
        if (dispatched) {
            dispatched = false;
            startBlock();
        }
    }

    private void startBlock() {
        dataLength = 0;
        hasData = false;
        eventType = "";
        eventBytes = 0;
    }

    private void count(int length) {
        lineBytes += length;
        if ((inComment ? 0 : eventBytes) + lineBytes > maxEventBytes) {
            throw new SseLimitException(
                    "The server sent an event or a comment of more than " + maxEventBytes + " bytes");
        }
    }

    private void keep(PaddedBytes input, int length) {
        if (!inComment) {
            line = withRoom(line, lineLength, length);
            System.arraycopy(input.array(), input.position(), line, lineLength, length);
            lineLength += length;
        }
        input.skip(length);
    }

    /** Consumes the rest of a line and its end; returns whether an event is complete. */
    private boolean takeLine(PaddedBytes input, int length) {
        boolean complete = takeRest(input, length);
        afterCarriageReturn = input.next() == '\r';
        firstLine = false;
        lineLength = 0;
        lineBytes = 0;
        return complete;
    }

    private boolean takeRest(PaddedBytes input, int length) {
        if (lineLength == 0 && !inComment) {
            int from = input.position();
            input.skip(length);
            return endLine(input.array(), from, from + length);
        }
        keep(input, length);
        return !inComment && endLine(line, 0, lineLength);
    }

    private void endData(int valueLength) {
        dataLength += valueLength;
        data[dataLength++] = '\n';
        hasData = true;
    }

    private boolean endLine(byte[] bytes, int from, int to) {
        if (firstLine && startsWith(bytes, from, to, BYTE_ORDER_MARK)) {
            from += BYTE_ORDER_MARK.length;
        }
        if (from == to) {
            return endBlock();
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        // A line without a field name is a comment after a byte order mark.
        if (colon > from) {
            eventBytes += lineBytes;
            int value = colon == to ? to : colon + 1;
            if (value < to && bytes[value] == ' ') {
                value++;
            }
            field(bytes, from, colon, value, to);
        }
        return false;
    }

    /** Adds the empty line, so that the data can be read like the input. */
    private void terminate() {
        data[dataLength] = '\n';
        data[dataLength + 1] = 0;
    }

    private boolean endBlock() {
        lastEventId = idBuffer;
        dispatched = hasData;
        if (hasData) {
            terminate();
        } else {
            startBlock();
        }
        return hasData;
    }

    private void field(byte[] bytes, int name, int nameEnd, int value, int end) {
        if (matches(bytes, name, nameEnd, DATA)) {
            data = withRoom(data, dataLength, end - value + 1);
            System.arraycopy(bytes, value, data, dataLength, end - value);
            endData(end - value);
        } else if (matches(bytes, name, nameEnd, EVENT)) {
            eventType = new String(bytes, value, end - value, UTF_8);
        } else if (matches(bytes, name, nameEnd, ID)) {
            String id = new String(bytes, value, end - value, UTF_8);
            if (id.indexOf('\0') < 0) {
                idBuffer = id;
            }
        } else if (matches(bytes, name, nameEnd, RETRY)) {
            reconnectionTime(bytes, value, end);
        }
    }

    private void reconnectionTime(byte[] bytes, int from, int to) {
        if (from == to) {
            return;
        }
        long time = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9' || time >= MAX_RECONNECTION_TIME / 10) {
                return;
            }
            time = time * 10 + (bytes[i] - '0');
        }
        reconnectionTime = time;
    }

    private static boolean matches(byte[] bytes, int from, int to, byte[] name) {
        return Arrays.equals(bytes, from, to, name, 0, name.length);
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length && matches(bytes, from, from + prefix.length, prefix);
    }

    private static byte[] withRoom(byte[] buffer, int used, int more) {
        return used + more + PaddedBytes.PADDING <= buffer.length
                ? buffer
                : Arrays.copyOf(
                        buffer,
                        roundedUp(Math.max(used + more + PaddedBytes.PADDING, buffer.length + buffer.length / 2)));
    }

    /** Avoids a reallocation for each slightly longer event. */
    private static int roundedUp(int size) {
        return (size + 127) & -128;
    }
}
