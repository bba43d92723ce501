// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import java.util.Locale;

/** How far a response is written, in bytes. */
final class ResponseProgress {

    private static final int CR_LF_CR_LF = 0x0D0A0D0A;
    private static final int CR_LF = 0x0D0A;
    private static final int LF_LF = 0x0A0A;
    private static final int TWO_BYTES = 0xFFFF;

    /** A script may send a head without end. */
    private static final int MAX_HEAD = 64 * 1024;

    private final StringBuilder head = new StringBuilder();
    private boolean headWritten;
    private boolean chunked;
    private boolean eventStream;
    private boolean inEvent;
    private int lastFourBytes;
    private long bodyBytes;
    private int events;

    ResponseProgress copy() {
        ResponseProgress copy = new ResponseProgress();
        copy.head.append(head);
        copy.headWritten = headWritten;
        copy.chunked = chunked;
        copy.eventStream = eventStream;
        copy.inEvent = inEvent;
        copy.lastFourBytes = lastFourBytes;
        copy.bodyBytes = bodyBytes;
        copy.events = events;
        return copy;
    }

    void add(byte written) {
        lastFourBytes = (lastFourBytes << 8) | (written & 0xFF);
        if (headWritten) {
            addToBody(written);
        } else {
            addToHead(written);
        }
    }

    private void addToHead(byte written) {
        if (head.length() < MAX_HEAD) {
            head.append((char) (written & 0xFF));
        }
        if (lastFourBytes == CR_LF_CR_LF) {
            headWritten = true;
            String lowerCase = head.toString().toLowerCase(Locale.ROOT);
            chunked = lowerCase.contains("transfer-encoding: chunked");
            eventStream = lowerCase.contains("content-type: text/event-stream");
            head.setLength(0);
        }
    }

    private void addToBody(byte written) {
        bodyBytes++;
        if (eventStream) {
            boolean eventEnds = (lastFourBytes & TWO_BYTES) == LF_LF;
            if (eventEnds) {
                events++;
            }
            inEvent = !eventEnds && (inEvent || written == ':');
        }
    }

    boolean isStatusLineWritten() {
        return headWritten || head.indexOf("\n") >= 0;
    }

    boolean isHeadWritten() {
        return headWritten;
    }

    /** Whether the body has begun, and is in no chunk if it comes in chunks. */
    boolean isBetweenChunks() {
        return headWritten && (!chunked || (lastFourBytes & TWO_BYTES) == CR_LF);
    }

    boolean isInEvent() {
        return inEvent;
    }

    /** The framing of chunks included. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** How many events of a stream ended. */
    int events() {
        return events;
    }
}
