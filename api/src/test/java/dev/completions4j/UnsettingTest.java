// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ServerProfile.Range;
import dev.completions4j.ServerProfile.TokenizerApi;
import dev.completions4j.extensions.LiteLlmParameters;
import dev.completions4j.extensions.LlamaCppParameters;
import dev.completions4j.extensions.LmStudioParameters;
import dev.completions4j.extensions.RepetitionDetection;
import dev.completions4j.extensions.SglangParameters;
import dev.completions4j.extensions.SglangParameters.Watermark;
import dev.completions4j.extensions.StructuredOutput;
import dev.completions4j.extensions.VllmParameters;
import dev.completions4j.extensions.VllmParameters.TruncationSide;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that null unsets every optional property of a builder. */
class UnsettingTest {

    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(Boolean.class, true),
            Map.entry(Integer.class, 7),
            Map.entry(Long.class, 7L),
            Map.entry(Double.class, 0.5),
            Map.entry(String.class, "x"),
            Map.entry(Duration.class, Duration.ofSeconds(7)),
            Map.entry(List.class, List.of("x")),
            Map.entry(Map.class, Map.of(7, 0.5)),
            Map.entry(int[].class, new int[] {7}),
            Map.entry(byte[][].class, new byte[][] {{7}}),
            Map.entry(String[].class, new String[] {"x"}),
            Map.entry(int.class, 7),
            Map.entry(Timeout.class, Timeout.TOTAL),
            Map.entry(JsonValue.class, JsonValue.of("x")),
            Map.entry(Prompt.class, Prompt.of("x")),
            Map.entry(StreamOptions.class, StreamOptions.withUsage()),
            Map.entry(StructuredOutput.class, StructuredOutput.grammar("x")),
            Map.entry(Range.class, Range.atLeast(7)),
            Map.entry(TokenizerApi.class, TokenizerApi.VLLM),
            Map.entry(TruncationSide.class, TruncationSide.LEFT),
            Map.entry(RepetitionDetection.class, new RepetitionDetection(7, 2)),
            Map.entry(Watermark.class, new Watermark(true, null, null)));

    private static final Map<String, JsonValue> JSON_SAMPLE = Map.of("x", JsonValue.of("y"));

    /** Setters of required properties, and those that add instead of setting. */
    private static final Set<String> REQUIRED_OR_ADDED = Set.of(
            "model", "extension", "name", "promptForms", "accept", "ignore", "reject", "rejectInStreams", "rule");

    private record Kind(Class<?> builder, Supplier<Object> empty) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(CallOptions.Builder.class, CallOptions::builder),
            new Kind(
                    CompletionRequest.Builder.class,
                    () -> CompletionRequest.builder().model("m")),
            new Kind(StreamOptions.Builder.class, StreamOptions::builder),
            new Kind(ServerProfile.Builder.class, () -> ServerProfile.builder("p")),
            new Kind(VllmParameters.Builder.class, VllmParameters::builder),
            new Kind(SglangParameters.Builder.class, SglangParameters::builder),
            new Kind(LlamaCppParameters.Builder.class, LlamaCppParameters::builder),
            new Kind(LmStudioParameters.Builder.class, LmStudioParameters::builder),
            new Kind(LiteLlmParameters.Builder.class, LiteLlmParameters::builder));

    static Stream<Arguments> everyOptionalProperty() {
        return KINDS.stream()
                .flatMap(kind -> Arrays.stream(kind.builder().getMethods())
                        .filter(each -> each.getReturnType().isAssignableFrom(kind.builder())
                                && each.getReturnType() != Object.class
                                && !each.isBridge()
                                && each.getParameterCount() > 0
                                && !last(each).isPrimitive()
                                && !(last(each) == Timeout.class)
                                && !isVarargsOfRequest(each)
                                && !REQUIRED_OR_ADDED.contains(each.getName()))
                        .map(each -> Arguments.of(kind, each)));
    }

    /** Callers would not pass a null array; the overload with a list unsets the property. */
    private static boolean isVarargsOfRequest(Method setter) {
        return setter.isVarArgs() && setter.getDeclaringClass() == CompletionRequest.Builder.class;
    }

    private static Class<?> last(Method setter) {
        return setter.getParameterTypes()[setter.getParameterCount() - 1];
    }

    @ParameterizedTest
    @MethodSource("everyOptionalProperty")
    void nullUnsets(Kind kind, Method setter) throws ReflectiveOperationException {
        Object builder = kind.empty().get();
        @Nullable Object[] arguments = Arrays.stream(setter.getGenericParameterTypes())
                .map(UnsettingTest::sample)
                .toArray();

        if (setter.getName().equals("path")) {
            arguments[0] = "/x";
        }
        setter.invoke(builder, arguments);
        assertThat(built(builder)).isNotEqualTo(built(kind.empty().get()));

        arguments[arguments.length - 1] = null;
        setter.invoke(builder, arguments);
        assertThat(built(builder)).isEqualTo(built(kind.empty().get()));
    }

    private static @Nullable Object sample(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getActualTypeArguments()[0] == String.class && generic.getRawType() == Map.class
                    ? JSON_SAMPLE
                    : sample(generic.getRawType());
        }
        return SAMPLES.get(type);
    }

    private static Object built(Object builder) throws ReflectiveOperationException {
        return builder.getClass().getMethod("build").invoke(builder);
    }

    @Test
    void primitivesAndBoxesAreEquivalent() {
        Double temperature = 0.5;
        Long seed = 7L;
        CompletionRequest boxed = CompletionRequest.builder()
                .model("m")
                .temperature(temperature)
                .seed(seed)
                .build();

        assertThat(CompletionRequest.builder()
                        .model("m")
                        .temperature(0.5)
                        .seed(7)
                        .build())
                .isEqualTo(boxed);
    }

    @Test
    void nullTextUnsetsThePrompt() {
        assertThat(CompletionRequest.builder()
                        .model("m")
                        .prompt("p")
                        .prompt((String) null)
                        .build()
                        .prompt())
                .isNull();
    }

    @Test
    void structuredOutputReplacesAndUnsetsTheOtherForms() {
        SglangParameters.Builder builder = SglangParameters.builder()
                .structuredOutput(StructuredOutput.regex("a"))
                .structuredOutput(null);

        assertThat(builder.build().properties()).isEmpty();
    }

    @Test
    void requestsAreEqualByValue() {
        CompletionRequest request = CompletionRequest.builder()
                .model("m")
                .prompt("p")
                .logitBias(7, 0.5)
                .additionalProperty("x", JsonValue.nullValue())
                .build();

        assertThat(request.toBuilder().build()).isEqualTo(request).hasSameHashCodeAs(request);
        assertThat(request.toBuilder().n(2).build()).isNotEqualTo(request);
    }
}
