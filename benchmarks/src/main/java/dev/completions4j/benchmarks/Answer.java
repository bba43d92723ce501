// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a workload's response, and the texts that a client must find in it. Immutable. */
final class Answer {

    private final byte[] head;
    private final List<byte[]> events = new ArrayList<>();
    private final byte[] end;
    private final TextChecksum texts;
    private final long bodyBytes;
    private final int stampOffset;

    Answer(Workload workload) {
        texts = new TextChecksum(workload.choices());
        if (workload.isStream()) {
            head = head("text/event-stream", "Transfer-Encoding: chunked");
            long eventBytes = 0;
            for (int token = 0; token < workload.tokens(); token++) {
                byte[] event = event(workload, token);
                eventBytes += event.length;
                events.add(httpChunk(event));
            }
            byte[] ending = ending(workload);
            bodyBytes = eventBytes + ending.length;
            end = concat(httpChunk(ending), "0\r\n\r\n".getBytes(US_ASCII));
            stampOffset = event(0, 0, Stamp.NONE, 0).indexOf(Stamp.NONE);
        } else {
            StringBuilder text = new StringBuilder();
            for (int token = 0; token < workload.tokens(); token++) {
                text.append(SampleEvents.text(token, workload.textBytes()));
            }
            texts.add(0, text.toString(), 0);
            end = SampleEvents.completion(text.toString(), workload.tokens()).getBytes(UTF_8);
            head = head("application/json", "Content-Length: " + end.length);
            bodyBytes = end.length;
            stampOffset = -1;
        }
    }

    private byte[] event(Workload workload, int token) {
        boolean stamped = workload.delivery() == Delivery.PACED;
        int choice = token % workload.choices();
        String text = (stamped ? Stamp.NONE : "") + SampleEvents.text(token, workload.textBytes());
        texts.add(choice, text, stamped ? Stamp.LENGTH : 0);
        return event(token, choice, text, workload.topLogprobs()).getBytes(UTF_8);
    }

    private static String event(int token, int choice, String text, int topLogprobs) {
        return sse(SampleEvents.chunk(token, choice, text, topLogprobs));
    }

    private static byte[] ending(Workload workload) {
        StringBuilder events = new StringBuilder();
        for (int choice = 0; choice < workload.choices(); choice++) {
            events.append(sse(SampleEvents.lastChunk(choice)));
        }
        return events.append(sse("[DONE]")).toString().getBytes(UTF_8);
    }

    private static String sse(String data) {
        return "data: " + data + "\n\n";
    }

    private static byte[] head(String contentType, String framing) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\n" + framing
                        + "\r\nx-request-id: req_8f3a\r\nopenai-processing-ms: 42\r\n\r\n")
                .getBytes(US_ASCII);
    }

    private static byte[] httpChunk(byte[] content) {
        byte[] size = (Integer.toHexString(content.length) + "\r\n").getBytes(US_ASCII);
        return concat(size, content, new byte[] {'\r', '\n'});
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Returns the whole response. */
    byte[] whole() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        events.forEach(all::writeBytes);
        all.writeBytes(end);
        return all.toByteArray();
    }

    byte[] head() {
        return head;
    }

    int eventCount() {
        return events.size();
    }

    /** Returns an event as an HTTP chunk, stamped with the current time. */
    byte[] stamped(int event, long stamp) {
        byte[] chunk = events.get(event).clone();
        int contentStart = 2;
        while (chunk[contentStart - 1] != '\n') {
            contentStart++;
        }
        Stamp.write(stamp, chunk, contentStart + stampOffset);
        return chunk;
    }

    /** Returns the bytes that follow the last event. */
    byte[] end() {
        return end;
    }

    /** Returns the offset of the stamp within an event. */
    int stampOffset() {
        return stampOffset;
    }

    /** Returns the length of the body, without chunked framing. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** Returns the expected count and checksums of the texts, without their stamps. */
    TextChecksum texts() {
        return texts;
    }
}
