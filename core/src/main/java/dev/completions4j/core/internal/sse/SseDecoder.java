// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Decodes a stream of server-sent events from its bytes, however they are cut (WHATWG HTML, section 9.2.6).
 *
 * <p>The caller pulls: {@link #next} takes bytes up to the end of the next event and leaves the rest in the buffer. Not
 * safe for use by several threads at once.
 */
public final class SseDecoder {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = "data".getBytes(UTF_8);
    private static final byte[] EVENT = "event".getBytes(UTF_8);
    private static final byte[] ID = "id".getBytes(UTF_8);
    private static final byte[] RETRY = "retry".getBytes(UTF_8);

    /** What follows does not fit a long, and is no time that a client could wait for. */
    private static final long MAX_RECONNECTION_TIME = 1_000_000_000_000_000_000L;

    private static final byte[] NO_BYTES = new byte[0];

    private final int maxEventBytes;

    /** The begun line, when its end has not arrived yet, or when neither the input's array nor its bytes will do. */
    private byte[] line = NO_BYTES;

    private int lineLength;
    /** As it is on the wire: a comment has bytes, but none that are kept. */
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
     * @param maxEventBytes the most bytes that an event may have on the wire, its unknown fields included; a comment does
     *     not count towards the event that it stands in, but may not be longer than one
     */
    public SseDecoder(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Takes bytes until an event is complete or the input is empty.
     *
     * @return whether an event is complete; it can be read until the next call
     * @throws SseLimitException if the event, or a comment, is too large
     */
    public boolean next(ByteBuffer input) {
        forgetDispatched();
        while (input.hasRemaining()) {
            if (afterCarriageReturn) {
                afterCarriageReturn = false;
                if (input.get(input.position()) == '\n') {
                    input.get();
                    continue;
                }
            }
            if (lineBytes == 0) {
                inComment = input.get(input.position()) == ':';
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

    /** True if the next byte begins an event, and not the first one of the stream. */
    public boolean isBetweenEvents() {
        return lineBytes == 0 && (dispatched || eventBytes == 0) && !afterCarriageReturn && !firstLine;
    }

    /** Frees its buffers, between events, until an event comes that needs them. */
    public void freeBuffers() {
        line = NO_BYTES;
        data = NO_BYTES;
    }

    /**
     * Says that the input is at its end, and shows the block that is pending there, which the standard discards.
     *
     * @return whether there is one that has data; it can be read until the next call
     */
    public boolean pendingAtEnd() {
        forgetDispatched();
        if (lineLength > 0) {
            endLine(line, 0, lineLength);
            lineLength = 0;
        }
        dispatched = hasData;
        return hasData;
    }

    /** The event's type; {@code message} unless the server gave another. */
    public String eventType() {
        return eventType.isEmpty() ? "message" : eventType;
    }

    /** Holds the event's data in its first {@link #dataLength()} bytes, until the next call. */
    public byte[] data() {
        return data;
    }

    /** How many bytes the event's data has. */
    public int dataLength() {
        // Each data line was stored with a line feed behind it, of which the last does not count.
        return dataLength - 1;
    }

    /** The last id that the server gave; empty if none. */
    public String lastEventId() {
        return lastEventId;
    }

    /** The last reconnection time that the server gave, in milliseconds; -1 if none. */
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

    private void keep(ByteBuffer input, int length) {
        if (inComment) {
            input.position(input.position() + length);
            return;
        }
        line = withRoom(line, lineLength, length);
        input.get(line, lineLength, length);
        lineLength += length;
    }

    /** Takes the rest of a line and its end; true if that completes an event. */
    private boolean takeLine(ByteBuffer input, int length) {
        boolean complete = takeRest(input, length);
        afterCarriageReturn = input.get() == '\r';
        firstLine = false;
        lineLength = 0;
        lineBytes = 0;
        return complete;
    }

    private boolean takeRest(ByteBuffer input, int length) {
        if (lineLength == 0 && !inComment) {
            if (input.hasArray()) {
                int from = input.arrayOffset() + input.position();
                input.position(input.position() + length);
                return endLine(input.array(), from, from + length);
            }
            if (length == 0) {
                return endBlock();
            }
            if (isDataLine(input, length)) {
                takeData(input, length);
                return false;
            }
        }
        keep(input, length);
        return !inComment && endLine(line, 0, lineLength);
    }

    private boolean isDataLine(ByteBuffer input, int length) {
        int start = input.position();
        if (firstLine || length <= DATA.length || input.get(start + DATA.length) != ':') {
            return false;
        }
        for (int i = 0; i < DATA.length; i++) {
            if (input.get(start + i) != DATA[i]) {
                return false;
            }
        }
        return true;
    }

    private void takeData(ByteBuffer input, int length) {
        int end = input.position() + length;
        int value = input.position() + DATA.length + 1;
        input.position(value < end && input.get(value) == ' ' ? value + 1 : value);
        int valueLength = end - input.position();
        data = withRoom(data, dataLength, valueLength + 1);
        input.get(data, dataLength, valueLength);
        eventBytes += lineBytes;
        endData(valueLength);
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
        // Without a name it is a comment, behind a byte order mark.
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

    private boolean endBlock() {
        lastEventId = idBuffer;
        dispatched = hasData;
        if (!hasData) {
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
        return used + more <= buffer.length
                ? buffer
                : Arrays.copyOf(buffer, roundedUp(Math.max(used + more, buffer.length + buffer.length / 2)));
    }

    /** Events that are a few bytes longer than the ones before shall not need more room each time. */
    private static int roundedUp(int size) {
        return (size + 127) & -128;
    }
}
