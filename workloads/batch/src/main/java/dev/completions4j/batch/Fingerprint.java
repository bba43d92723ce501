// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.Prompt;
import dev.completions4j.TokenIds;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Computes fingerprints of requests, by which a run recognizes that an answer belongs to another request.
 *
 * <p>Equal requests have equal fingerprints, on any machine and Java version, whatever the order of their JSON properties.
 * Different requests have the same one with a probability of 2⁻³². Used by one thread.
 */
final class Fingerprint {

    /** The fingerprint of no request. */
    static final int UNKNOWN = 0;

    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    /** Returns the fingerprint of a request. */
    int of(CompletionRequest request) {
        checksum.reset();
        add("model", request.model());
        add("prompt", request.prompt());
        add("best_of", request.bestOf());
        add("echo", request.echo());
        add("frequency_penalty", request.frequencyPenalty());
        add("logit_bias", request.logitBias());
        add("logprobs", request.logprobs());
        add("max_tokens", request.maxTokens());
        add("n", request.n());
        add("presence_penalty", request.presencePenalty());
        add("seed", request.seed());
        add("stop", request.stop());
        add("suffix", request.suffix());
        add("temperature", request.temperature());
        add("top_p", request.topP());
        add("user", request.user());
        addMembers(request.additionalProperties());
        return value();
    }

    /** Returns the fingerprint of a request that is refused with an error. */
    int ofRefusal(String code) {
        checksum.reset();
        addText(code);
        return value();
    }

    private int value() {
        int value = (int) checksum.getValue();
        return value == UNKNOWN ? 1 : value;
    }

    private void add(String name, @Nullable Object value) {
        if (value != null) {
            addText(name);
            addValue(value);
        }
    }

    private void addValue(Object value) {
        if (value instanceof String text) {
            addText(text);
        } else if (value instanceof Double decimal) {
            addNumber(Double.doubleToLongBits(decimal));
        } else if (value instanceof Number whole) {
            addNumber(whole.longValue());
        } else if (value instanceof List<?> list) {
            addNumber(list.size());
            list.forEach(this::addValue);
        } else if (value instanceof Map<?, ?> map) {
            addMembers(map);
        } else if (value instanceof Prompt prompt) {
            addPrompt(prompt);
        } else if (value instanceof TokenIds ids) {
            addTokens(ids);
        } else if (value instanceof JsonValue json) {
            addJson(json);
        } else {
            addText(value.toString());
        }
    }

    private void addPrompt(Prompt prompt) {
        if (prompt instanceof Prompt.Text text) {
            addText(text.text());
        } else if (prompt instanceof Prompt.Texts texts) {
            addValue(texts.texts());
        } else if (prompt instanceof Prompt.Tokens tokens) {
            addTokens(tokens.ids());
        } else if (prompt instanceof Prompt.TokenLists lists) {
            addValue(lists.lists());
        }
    }

    private void addTokens(TokenIds ids) {
        ByteBuffer bytes = ByteBuffer.allocate(ids.size() * Integer.BYTES);
        for (int i = 0; i < ids.size(); i++) {
            bytes.putInt(ids.get(i));
        }
        addNumber(ids.size());
        checksum.update(bytes.array());
    }

    private void addJson(JsonValue json) {
        if (json instanceof JsonObject object) {
            addMembers(object.members());
        } else if (json instanceof JsonArray array) {
            addValue(array.elements());
        } else if (json instanceof JsonString string) {
            // "1" is not 1.
            addNumber('"');
            addText(string.value());
        } else if (json instanceof JsonNumber decimal) {
            addText(decimal.value().stripTrailingZeros().toString());
        } else {
            addText(json.toJson());
        }
    }

    private void addMembers(Map<?, ?> members) {
        addNumber(members.size());
        Map<?, ?> sorted = members.size() > 1 ? new TreeMap<>(members) : members;
        sorted.forEach((name, value) -> {
            addValue(name);
            addValue(value);
        });
    }

    private void addText(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        addNumber(bytes.length);
        checksum.update(bytes);
    }

    private void addNumber(long value) {
        checksum.update(number.clear().putLong(value).flip());
    }
}
