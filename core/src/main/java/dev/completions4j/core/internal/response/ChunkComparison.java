// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TokenLogprob.TopLogprob;
import dev.completions4j.Usage;
import dev.completions4j.core.internal.json.JsonWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares chunks like {@link CompletionChunk#equals}, apart from their response and the details of their usage.
 *
 * <p>In JDK 17, the first comparison of a record keeps its class loader in memory ({@code java.lang.runtime.ObjectMethods}
 * caches its type), so that an application server could not unload a stopped application.
 */
final class ChunkComparison {

    /** Of the JSON of a property, in bytes. */
    private static final int USUAL_LENGTH = 64;

    private ChunkComparison() {}

    static boolean equal(CompletionChunk a, CompletionChunk b) {
        return a.id().equals(b.id())
                && a.objectType().equals(b.objectType())
                && a.created() == b.created()
                && a.model().equals(b.model())
                && Objects.equals(a.systemFingerprint(), b.systemFingerprint())
                && all(a.choices(), b.choices(), ChunkComparison::equal)
                && equal(a.usage(), b.usage())
                && equal(a.additionalProperties(), b.additionalProperties());
    }

    private static boolean equal(Choice a, Choice b) {
        return a.index() == b.index()
                && a.promptIndex() == b.promptIndex()
                && a.text().equals(b.text())
                && Objects.equals(value(a.finishReason()), value(b.finishReason()))
                && equal(a.logprobs(), b.logprobs())
                && equal(a.additionalProperties(), b.additionalProperties());
    }

    private static @Nullable String value(@Nullable FinishReason reason) {
        return reason == null ? null : reason.value();
    }

    private static boolean equal(@Nullable Logprobs a, @Nullable Logprobs b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return all(a.tokens(), b.tokens(), ChunkComparison::equal)
                && equal(a.additionalProperties(), b.additionalProperties());
    }

    private static boolean equal(TokenLogprob a, TokenLogprob b) {
        return a.token().equals(b.token())
                && Objects.equals(a.logprob(), b.logprob())
                && Objects.equals(a.textOffset(), b.textOffset())
                && all(a.top(), b.top(), ChunkComparison::equal)
                && equal(a.additionalProperties(), b.additionalProperties());
    }

    private static boolean equal(TopLogprob a, TopLogprob b) {
        return a.token().equals(b.token())
                && Objects.equals(a.logprob(), b.logprob())
                && equal(a.additionalProperties(), b.additionalProperties());
    }

    private static boolean equal(@Nullable Usage a, @Nullable Usage b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return a.promptTokens() == b.promptTokens()
                && a.completionTokens() == b.completionTokens()
                && a.totalTokens() == b.totalTokens();
    }

    private static boolean equal(Map<String, JsonValue> a, Map<String, JsonValue> b) {
        return a.keySet().equals(b.keySet())
                && a.keySet().stream().allMatch(name -> json(a, name).equals(json(b, name)));
    }

    private static ByteBuffer json(Map<String, JsonValue> properties, String name) {
        JsonValue value = Objects.requireNonNull(properties.get(name), "a property has a value");
        return new JsonWriter(USUAL_LENGTH).value(value).content();
    }

    private static <T> boolean all(List<T> a, List<T> b, BiPredicate<T, T> equal) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal.test(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }
}
