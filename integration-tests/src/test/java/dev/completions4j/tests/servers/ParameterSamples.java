// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import static java.util.Map.entry;

import dev.completions4j.JsonValue;
import dev.completions4j.RequestExtension;
import dev.completions4j.extensions.RepetitionDetection;
import dev.completions4j.extensions.StructuredOutput;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Values for the setters of parameter builders: by the name of the setter, or by the type of its parameter. */
final class ParameterSamples {

    static final Map<String, Object> LLAMA_CPP = Map.ofEntries(
            entry("samplers", new String[] {"top_k", "temperature"}),
            entry("structuredOutput", StructuredOutput.choice(" is", " was")));

    static final Map<String, Object> VLLM = Map.ofEntries(
            entry("structuredOutput", StructuredOutput.choice(" is", " was")),
            entry("promptEmbeds", new byte[][] {{1, 2, 3}}),
            entry("repetitionDetection", new RepetitionDetection(2, 8)),
            entry("responseFormat", JsonValue.object(Map.of("type", JsonValue.of("text")))));

    private static final Map<Class<?>, Object> BY_TYPE = Map.of(
            Integer.class,
            1,
            Double.class,
            0.5,
            Boolean.class,
            true,
            Duration.class,
            Duration.ofSeconds(5),
            String.class,
            "sample",
            String[].class,
            new String[] {"sample"},
            int[].class,
            new int[] {5},
            Map.class,
            Map.of());

    private ParameterSamples() {}

    /**
     * Parameters with one value each.
     *
     * @param name the name of the setter
     */
    record Sample(String name, RequestExtension parameters) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** Returns a sample for each setter of a builder. */
    static List<Sample> of(Class<?> builder, Map<String, Object> values) {
        List<Sample> samples = new ArrayList<>();
        Arrays.stream(builder.getMethods())
                .filter(method -> method.getReturnType().isAssignableFrom(builder)
                        && method.getParameterCount() == 1
                        && !method.isBridge()
                        && !method.getParameterTypes()[0].isPrimitive())
                .sorted(Comparator.comparing(Method::getName))
                .forEach(setter -> samples.add(new Sample(setter.getName(), parameters(builder, setter, values))));
        return samples;
    }

    private static RequestExtension parameters(Class<?> builder, Method setter, Map<String, Object> values) {
        Class<?> type = setter.getParameterTypes()[0];
        Object value = values.containsKey(setter.getName())
                ? values.get(setter.getName())
                : type.isEnum() ? type.getEnumConstants()[0] : BY_TYPE.get(type);
        if (value == null) {
            throw new AssertionError("ParameterSamples has no value for " + builder.getName() + "." + setter.getName());
        }
        try {
            Object target = builder.getEnclosingClass().getMethod("builder").invoke(null);
            setter.invoke(target, value);
            return (RequestExtension) builder.getMethod("build").invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
