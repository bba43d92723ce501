// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The body of a workload's response, and what a client must find in it. Immutable. */
final class Answer {

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<byte[]> events = new ArrayList<>();
    private final byte[] ending;
    private final boolean stream;
    private final boolean stamped;
    private final TextChecksum texts;
    private final DetailChecksum details = new DetailChecksum();
    private final long bodyBytes;
    private final int stampOffset;

    Answer(Workload workload) {
        texts = new TextChecksum(workload.choices());
        stream = workload.isStream();
        stamped = workload.delivery() == Delivery.PACED;
        headers.put("content-type", stream ? "text/event-stream" : "application/json");
        headers.put("x-request-id", "req_8f3a");
        headers.put("openai-processing-ms", "42");
        if (stream) {
            for (int token = 0; token < workload.tokens(); token++) {
                events.add(event(workload, token));
            }
            ending = endingOf(workload);
            stampOffset = sse(SampleEvents.chunk(0, 0, Stamp.NONE, Detail.TEXT)).indexOf(Stamp.NONE);
        } else {
            ending = SampleEvents.completion(wholeTexts(workload), workload.tokens())
                    .getBytes(UTF_8);
            stampOffset = -1;
        }
        bodyBytes =
                ending.length + events.stream().mapToLong(event -> event.length).sum();
    }

    /** Returns the text of each choice. */
    private List<String> wholeTexts(Workload workload) {
        List<String> whole = new ArrayList<>(workload.choices());
        for (int choice = 0; choice < workload.choices(); choice++) {
            StringBuilder text = new StringBuilder();
            for (int token = choice; token < workload.tokens(); token += workload.choices()) {
                text.append(SampleEvents.text(token, workload.textBytes()));
            }
            texts.add(choice, text.toString(), 0);
            whole.add(text.toString());
        }
        return whole;
    }

    private byte[] event(Workload workload, int token) {
        int choice = token % workload.choices();
        String text = (stamped ? Stamp.NONE : "") + SampleEvents.text(token, workload.textBytes());
        texts.add(choice, text, stamped ? Stamp.LENGTH : 0);
        SampleEvents.addDetails(token, workload.detail(), details);
        return sse(SampleEvents.chunk(token, choice, text, workload.detail())).getBytes(UTF_8);
    }

    private static byte[] endingOf(Workload workload) {
        StringBuilder events = new StringBuilder();
        for (int choice = 0; choice < workload.choices(); choice++) {
            events.append(sse(SampleEvents.lastChunk(choice)));
        }
        return events.append(sse("[DONE]")).toString().getBytes(UTF_8);
    }

    private static String sse(String data) {
        return "data: " + data + "\n\n";
    }

    boolean isStream() {
        return stream;
    }

    /** Returns the response headers in lower case, without those of the framing. */
    Map<String, String> headers() {
        return headers;
    }

    int eventCount() {
        return events.size();
    }

    byte[] event(int event) {
        return events.get(event);
    }

    /** Returns an event of a paced response, with the current time if it has a stamp. */
    byte[] eventNow(int event) {
        byte[] bytes = events.get(event);
        if (stamped) {
            bytes = bytes.clone();
            Stamp.write(Stamp.now(), bytes, stampOffset);
        }
        return bytes;
    }

    /** Returns the bytes that follow the last event; the whole body if it is not streamed. */
    byte[] ending() {
        return ending;
    }

    /** Returns the offset of the stamp within an event. */
    int stampOffset() {
        return stampOffset;
    }

    long bodyBytes() {
        return bodyBytes;
    }

    /** Returns the expected count and checksums of the texts, without their stamps. */
    TextChecksum texts() {
        return texts;
    }

    /** Returns the expected sums of the values besides the texts. */
    DetailChecksum details() {
        return details;
    }
}
