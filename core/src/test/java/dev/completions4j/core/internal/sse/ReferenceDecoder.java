// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.core.internal.sse.EventStream.Event;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A literal implementation of WHATWG HTML, section 9.2.6, for a stream that has arrived completely.
 *
 * <p>Each byte is one character of a string; text is decoded as UTF-8 at the end.
 */
final class ReferenceDecoder {

    private static final BigInteger MAX_RECONNECTION_TIME = BigInteger.TEN.pow(18);

    private final List<Event> events = new ArrayList<>();
    private String data = "";
    private String eventType = "";
    private String idBuffer = "";
    private String lastEventId = "";
    private long reconnectionTime = -1;

    private ReferenceDecoder() {}

    static EventStream decode(byte[] stream) {
        return new ReferenceDecoder().read(new String(stream, ISO_8859_1));
    }

    private EventStream read(String stream) {
        String withoutMark = stream.startsWith("\u00EF\u00BB\u00BF") ? stream.substring(3) : stream;
        String[] lines = withoutMark.split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            readLine(lines[i]);
        }
        // The last line has no end. The standard discards it; the decoder adds it to the pending block.
        String rest = lines[lines.length - 1];
        if (!rest.isEmpty()) {
            readLine(rest);
        }
        return new EventStream(events, pending(), text(lastEventId), reconnectionTime);
    }

    private @Nullable Event pending() {
        return data.isEmpty() ? null : event();
    }

    private void readLine(String line) {
        int colon = line.indexOf(':');
        if (line.isEmpty()) {
            dispatch();
        } else if (colon > 0) {
            String value = line.substring(colon + 1);
            processField(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
        } else if (colon < 0) {
            processField(line, "");
        }
    }

    private void processField(String name, String value) {
        switch (name) {
            case "event" -> eventType = value;
            case "data" -> data = data + value + "\n";
            case "id" -> {
                if (!value.contains("\0")) {
                    idBuffer = value;
                }
            }
            case "retry" -> {
                if (value.matches("[0-9]+") && new BigInteger(value).compareTo(MAX_RECONNECTION_TIME) < 0) {
                    reconnectionTime = Long.parseLong(value);
                }
            }
            default -> {}
        }
    }

    private void dispatch() {
        lastEventId = idBuffer;
        if (!data.isEmpty()) {
            events.add(event());
        }
        data = "";
        eventType = "";
    }

    private Event event() {
        return new Event(
                eventType.isEmpty() ? "message" : text(eventType),
                text(data.substring(0, data.length() - 1)),
                text(lastEventId));
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }
}
