// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Splits the body into lines, and reads the choices and the usage of each chunk with Jackson's streaming parser. */
final class JacksonBody implements NettyBody {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int DATA_PREFIX = "data: ".length();

    /** The tokens and their log probabilities, structured as in the JSON. */
    private record Logprobs(List<String> tokens, List<Double> values, List<Map<String, Double>> top) {

        void addTo(ResponseRecorder recorder) {
            for (Double value : values) {
                recorder.logprob(value);
            }
            for (Map<String, Double> alternatives : top) {
                for (Double value : alternatives.values()) {
                    recorder.logprob(value);
                }
            }
        }
    }

    private final ResponseRecorder recorder;
    private byte[] line = new byte[512];
    private int length;

    JacksonBody(ResponseRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void onContent(ByteBuf content) {
        while (content.isReadable()) {
            int lineLength = content.bytesBefore((byte) '\n');
            append(content, lineLength < 0 ? content.readableBytes() : lineLength);
            if (lineLength >= 0) {
                content.skipBytes(1);
                endLine();
            }
        }
    }

    @Override
    public void onEnd() {
        endLine();
        recorder.verifyTexts();
    }

    private void append(ByteBuf content, int count) {
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
        }
        content.readBytes(line, length, count);
        length += count;
    }

    private void endLine() {
        int start = length > 0 && line[0] == 'd' ? DATA_PREFIX : 0;
        if (length > start && line[start] == '{') {
            try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line, start, length - start)) {
                readChunk(parser);
            }
        }
        length = 0;
    }

    private void readChunk(JsonParser parser) {
        parser.nextToken();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "choices" -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        readChoice(parser);
                    }
                }
                case "usage" -> recorder.usage(readCompletionTokens(parser));
                default -> parser.skipChildren();
            }
        }
    }

    private void readChoice(JsonParser parser) {
        String text = "";
        int index = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "text" -> text = parser.getString();
                case "index" -> index = parser.getIntValue();
                case "logprobs" -> {
                    if (parser.currentToken() == JsonToken.START_OBJECT) {
                        readLogprobs(parser).addTo(recorder);
                    }
                }
                case "token_ids" -> readTokenIds(parser);
                default -> parser.skipChildren();
            }
        }
        recorder.text(index, text);
    }

    private void readTokenIds(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            recorder.tokenId(parser.getIntValue());
        }
    }

    private static int readCompletionTokens(JsonParser parser) {
        int completionTokens = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("completion_tokens")) {
                completionTokens = parser.getIntValue();
            }
        }
        return completionTokens;
    }

    private static Logprobs readLogprobs(JsonParser parser) {
        Logprobs logprobs = new Logprobs(new ArrayList<>(2), new ArrayList<>(2), new ArrayList<>(2));
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "tokens" -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        logprobs.tokens.add(parser.getString());
                    }
                }
                case "token_logprobs" -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        logprobs.values.add(parser.getDoubleValue());
                    }
                }
                case "top_logprobs" -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        logprobs.top.add(readAlternatives(parser));
                    }
                }
                default -> parser.skipChildren();
            }
        }
        return logprobs;
    }

    private static Map<String, Double> readAlternatives(JsonParser parser) {
        Map<String, Double> alternatives = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String token = parser.currentName();
            parser.nextToken();
            alternatives.put(token, parser.getDoubleValue());
        }
        return alternatives;
    }
}
