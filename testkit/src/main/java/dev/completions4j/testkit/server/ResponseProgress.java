// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import java.util.Locale;

/** How much of a response has been written, tracked byte by byte. */
final class ResponseProgress {

    private static final int CR_LF_CR_LF = 0x0D0A0D0A;
    private static final int CR_LF = 0x0D0A;
    private static final int LF_LF = 0x0A0A;
    private static final int TWO_BYTES = 0xFFFF;

    /** Limits memory: a script may send an endless head. */
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

    /** Returns whether the body has begun and, if it is chunked, no chunk is incomplete. */
    boolean isBetweenChunks() {
        return headWritten && (!chunked || (lastFourBytes & TWO_BYTES) == CR_LF);
    }

    boolean isInEvent() {
        return inEvent;
    }

    /** Returns the number of body bytes, including chunk framing. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** Returns the number of events of a stream that have ended. */
    int events() {
        return events;
    }
}
