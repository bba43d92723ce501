// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import dev.completions4j.testkit.internal.json.ValueNode;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON format of recordings, which the package documentation specifies. */
final class RecordingFormat {

    private static final String NAME = "completions4j-recording";
    private static final int VERSION = 1;

    private static final String FORMAT = "format";
    private static final String VERSION_NUMBER = "version";
    private static final String EXCHANGES = "exchanges";
    private static final String REQUEST = "request";
    private static final String METHOD = "method";
    private static final String TARGET = "target";
    private static final String HEADERS = "headers";
    private static final String SIGNALS = "signals";
    private static final String MICROS = "micros";
    private static final String HEAD = "head";
    private static final String STATUS = "status";
    private static final String PROTOCOL = "protocol";
    private static final String COMPLETE = "complete";
    private static final String FAILURE = "failure";
    private static final String KIND = "kind";
    private static final String PROGRESS = "progress";
    private static final String JSON = "json";
    private static final String TEXT = "text";
    private static final String BASE64 = "base64";

    private RecordingFormat() {}

    static JsonNode json(List<RecordedExchange> exchanges) {
        ObjectNode file = new ObjectNode();
        file.put(FORMAT, NAME).put(VERSION_NUMBER, VERSION);
        ArrayNode list = file.putArray(EXCHANGES);
        for (RecordedExchange exchange : exchanges) {
            ObjectNode json = list.addObject();
            addRequest(json.putObject(REQUEST), exchange.request());
            ArrayNode signals = json.putArray(SIGNALS);
            exchange.signals().forEach(signal -> addSignal(signals.addObject(), signal));
        }
        return file;
    }

    private static void addRequest(ObjectNode json, RecordedRequest request) {
        json.put(METHOD, request.method()).put(TARGET, request.target());
        addHeaders(json, request.headers());
        JsonNode body = request.json();
        if (body != null) {
            json.set(JSON, body);
        } else if (request.body().size() > 0) {
            addBytes(json, request.body());
        }
    }

    private static void addSignal(ObjectNode json, RecordedSignal signal) {
        json.put(MICROS, signal.micros());
        if (signal instanceof RecordedSignal.Head head) {
            ObjectNode nested = json.putObject(HEAD)
                    .put(STATUS, head.head().status())
                    .put(PROTOCOL, head.head().protocol());
            addHeaders(nested, head.head().headers());
        } else if (signal instanceof RecordedSignal.Data data) {
            addBytes(json, data.bytes());
        } else if (signal instanceof RecordedSignal.Failure failure) {
            json.putObject(FAILURE)
                    .put(KIND, failure.kind().name())
                    .put(PROGRESS, failure.progress().name());
        } else {
            json.put(COMPLETE, true);
        }
    }

    private static void addHeaders(ObjectNode json, HttpHeaders headers) {
        ArrayNode lines = json.putArray(HEADERS);
        headers.forEach((name, value) -> lines.add(name + ": " + value));
    }

    private static void addBytes(ObjectNode json, Bytes bytes) {
        if (bytes.isUtf8()) {
            json.put(TEXT, bytes.text());
        } else {
            json.put(BASE64, bytes.base64());
        }
    }

    /** @param file the JSON of the file; null if it is empty */
    static List<RecordedExchange> exchanges(@Nullable JsonNode file) throws MalformedRecordingException {
        if (file == null || !ValueNode.of(NAME).equals(file.get(FORMAT))) {
            throw new MalformedRecordingException("it does not begin with \"" + FORMAT + "\": \"" + NAME + "\"");
        }
        if (!ValueNode.of(VERSION).equals(file.get(VERSION_NUMBER))) {
            throw new MalformedRecordingException("its version is " + file.get(VERSION_NUMBER) + ", but only " + VERSION
                    + " is supported; record it again");
        }
        List<RecordedExchange> exchanges = new ArrayList<>();
        JsonNode list = file.get(EXCHANGES);
        for (JsonNode json : list == null ? new ArrayNode() : list) {
            try {
                exchanges.add(exchange(json));
            } catch (IllegalArgumentException e) {
                throw new MalformedRecordingException("exchange " + (exchanges.size() + 1) + ": " + e.getMessage());
            }
        }
        return exchanges;
    }

    private static RecordedExchange exchange(JsonNode json) {
        List<RecordedSignal> signals = new ArrayList<>();
        required(json, SIGNALS).forEach(each -> signals.add(signal(each)));
        requireOrder(signals);
        return new RecordedExchange(request(required(json, REQUEST)), signals);
    }

    /** Checks the order that transports guarantee, which an edited file may violate. */
    private static void requireOrder(List<RecordedSignal> signals) {
        boolean hasHead = false;
        boolean ended = false;
        for (RecordedSignal signal : signals) {
            boolean fits = signal instanceof RecordedSignal.Failure failure
                    ? !hasHead || failure.progress() == RequestProgress.HEAD_RECEIVED
                    : hasHead != signal instanceof RecordedSignal.Head;
            if (ended || !fits) {
                throw new IllegalArgumentException(
                        "its signals are out of order: they must be one " + HEAD + ", then the body, then " + COMPLETE
                                + " or " + FAILURE + ", after a " + HEAD + " with the progress "
                                + RequestProgress.HEAD_RECEIVED);
            }
            hasHead = true;
            ended = signal instanceof RecordedSignal.Failure || signal instanceof RecordedSignal.Complete;
        }
    }

    private static RecordedRequest request(JsonNode json) {
        JsonNode body = json.get(JSON);
        return new RecordedRequest(
                required(json, METHOD).stringValue(),
                required(json, TARGET).stringValue(),
                headers(json),
                body == null ? bytes(json) : Bytes.ofText(body.toString()));
    }

    private static RecordedSignal signal(JsonNode json) {
        long micros = required(json, MICROS).longValue();
        JsonNode head = json.get(HEAD);
        if (head != null) {
            int status = (int) required(head, STATUS).longValue();
            return new RecordedSignal.Head(
                    micros, new ResponseHead(status, required(head, PROTOCOL).stringValue(), headers(head)));
        }
        JsonNode failure = json.get(FAILURE);
        if (failure != null) {
            return new RecordedSignal.Failure(
                    micros,
                    TransportException.Kind.valueOf(required(failure, KIND).stringValue()),
                    RequestProgress.valueOf(required(failure, PROGRESS).stringValue()));
        }
        if (json.has(COMPLETE)) {
            return new RecordedSignal.Complete(micros);
        }
        Bytes bytes = bytes(json);
        if (bytes.size() == 0) {
            throw new IllegalArgumentException("a signal has none of " + HEAD + ", " + TEXT + ", " + BASE64 + ", "
                    + COMPLETE + " and " + FAILURE + ", or no bytes");
        }
        return new RecordedSignal.Data(micros, bytes);
    }

    private static HttpHeaders headers(JsonNode json) {
        HttpHeaders.Builder headers = HttpHeaders.builder();
        for (JsonNode line : required(json, HEADERS)) {
            String[] parts = line.stringValue().split(": ?", 2);
            headers.add(parts[0], parts.length < 2 ? "" : parts[1]);
        }
        return headers.build();
    }

    private static Bytes bytes(JsonNode json) {
        JsonNode base64 = json.get(BASE64);
        if (base64 != null) {
            return Bytes.ofBase64(base64.stringValue());
        }
        JsonNode text = json.get(TEXT);
        return Bytes.ofText(text == null ? "" : text.stringValue());
    }

    private static JsonNode required(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("\"" + name + "\" is missing");
        }
        return value;
    }
}
