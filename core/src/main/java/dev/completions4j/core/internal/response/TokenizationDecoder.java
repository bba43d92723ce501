// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.ResponseInfo;
import dev.completions4j.TokenIds;
import dev.completions4j.Tokenization;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the tokens of a text in all known formats: {@code tokens} as numbers, with {@code token_strs} if requested
 * (vLLM, SGLang) or as objects with {@code id} and {@code piece} (llama.cpp), or a list of objects with {@code id} and
 * {@code text} (TGI). Not safe for use by several threads at once.
 */
public final class TokenizationDecoder {

    private TokenIds tokens = TokenIds.of();
    private @Nullable List<String> texts;
    private @Nullable Integer maxModelLength;

    /**
     * Reads a value.
     *
     * @param json the value, in the first {@code length} bytes
     * @return the error that was sent instead of tokens; null if they are tokens
     * @throws MalformedJsonException if it is neither
     */
    public @Nullable ApiError read(byte[] json, int length) {
        JsonValue value = WholeJson.value(json, length);
        if (value instanceof JsonArray list) {
            readTokens(list.elements());
            return null;
        }
        if (!(value instanceof JsonObject object)) {
            throw new MalformedJsonException("It should be one object or array and nothing else");
        }
        Map<String, JsonValue> members = object.members();
        JsonValue list = members.get("tokens");
        ApiError error = ApiErrors.inBody("", list != null, members, json, length);
        if (error == null) {
            if (!(list instanceof JsonArray array)) {
                throw new MalformedJsonException("tokens should be an array");
            }
            readTokens(array.elements());
            if (members.get("token_strs") instanceof JsonArray strings) {
                texts = strings.elements().stream()
                        .map(TokenizationDecoder::text)
                        .toList();
            }
            maxModelLength = members.get("max_model_len") instanceof JsonNumber number ? integer(number) : null;
        }
        return error;
    }

    /** Returns the tokens. */
    public Tokenization tokenization(ResponseInfo response) {
        return new Tokenization(tokens, texts, maxModelLength, response);
    }

    private void readTokens(List<JsonValue> elements) {
        tokens = TokenIds.of(elements.stream().mapToInt(TokenizationDecoder::id).toArray());
        if (!elements.isEmpty() && elements.stream().allMatch(each -> each instanceof JsonObject)) {
            texts = elements.stream().map(TokenizationDecoder::text).toList();
        }
    }

    private static int id(JsonValue element) {
        JsonValue id = element instanceof JsonObject object ? object.members().get("id") : element;
        if (id instanceof JsonNumber number) {
            return integer(number);
        }
        throw new MalformedJsonException("A token should be a number, or an object with one as its id");
    }

    private static int integer(JsonNumber number) {
        // Through a double, since the digits of a huge exponent would exhaust the memory.
        double value = number.value().doubleValue();
        if (value != (int) value) {
            throw new MalformedJsonException("A number should be an integer of 32 bits");
        }
        return (int) value;
    }

    private static String text(@Nullable JsonValue token) {
        if (token instanceof JsonObject object) {
            JsonValue piece = object.members().get("piece");
            return text(piece != null ? piece : object.members().get("text"));
        }
        if (token instanceof JsonArray bytes) {
            return new String(bytes(bytes.elements()), UTF_8);
        }
        return token instanceof JsonString string ? string.value() : "";
    }

    /** A piece that is not UTF-8 is sent as the numbers of its bytes (llama.cpp). */
    private static byte[] bytes(List<JsonValue> numbers) {
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) id(numbers.get(i));
        }
        return bytes;
    }
}
