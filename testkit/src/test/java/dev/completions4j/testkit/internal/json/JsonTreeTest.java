// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.json.JsonMapper;

final class JsonTreeTest {

    private static final String EACH_TYPE = """
            {"text":"a\\"\\n\\u0001é😀","int":-7,"long":12345678901,"big":123456789012345678901234567890,\
            "decimal":0.10,"exponent":1E+400,"true":true,"false":false,"null":null,"array":[1,[],{}],"object":{"a":{}}}""";

    @Test
    void writesWhatWasRead() {
        assertThat(read(EACH_TYPE)).hasToString(EACH_TYPE);
        assertThat(read(EACH_TYPE)).isEqualTo(read(EACH_TYPE)).hasSameHashCodeAs(read(EACH_TYPE));
        assertThat(JsonMapper.shared().readTree(EACH_TYPE).size())
                .isEqualTo(((ObjectNode) read(EACH_TYPE)).members().size());
    }

    @Test
    void indentsLikeJackson() {
        String text = "{\"a\":[1,{\"b\":\"c\"}],\"d\":{},\"e\":[]}";

        assertThat(JsonWriter.indented(read(text)))
                .isEqualTo(JsonMapper.shared()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(JsonMapper.shared().readTree(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "7.0", "70e-1", "0.7E1"})
    void numbersAreEqualByValue(String number) {
        assertThat(read(number)).isEqualTo(ValueNode.of(7)).hasSameHashCodeAs(ValueNode.of(7L));
        assertThat(read(number)).isEqualTo(ValueNode.of(7.0f)).isNotEqualTo(ValueNode.of("7"));
    }

    @Test
    void numbersKeepTheirTypes() {
        assertThat(read("7").numberValue()).isEqualTo(7);
        assertThat(read("12345678901").longValue()).isEqualTo(12_345_678_901L);
        assertThat(read("9223372036854775808").numberValue()).isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(read("9223372036854775808").canConvertToLong()).isFalse();
        assertThat(read("7.0").numberValue()).isEqualTo(new BigDecimal("7.0"));
        assertThat(read("7.0").isIntegralNumber()).isFalse();
    }

    @Test
    void pointersSelectMembersAndElements() {
        JsonNode tree = read("{\"a\":[{\"b/c\":1}],\"\":2}");

        assertThat(tree.at(JsonPointer.compile("/a/0/b~1c"))).isEqualTo(ValueNode.of(1));
        assertThat(tree.at(JsonPointer.compile("/"))).isEqualTo(ValueNode.of(2));
        assertThat(tree.at(JsonPointer.compile(""))).isSameAs(tree);
        assertThat(tree.at(JsonPointer.compile("/a/1"))).isNull();
        assertThat(tree.at(JsonPointer.compile("/a/b"))).isNull();
        assertThat(tree.at(JsonPointer.compile("/b/0"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n"})
    void emptyTextHasNoValue(String text) {
        assertThat(JsonReader.read(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1", "{\"a\":}", "{} {}", "]", "nul", "NaN", "1 2", "{\"a\" 1}"})
    void rejectsInvalidText(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JacksonException.class);
    }

    @Test
    void theParserLimitsNesting() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000))).isInstanceOf(JacksonException.class);
    }

    @Test
    void valuesOfOtherTypesAreNotConverted() {
        assertThatThrownBy(() -> read("\"7\"").numberValue()).hasMessage("\"7\" is not a number");
        assertThatThrownBy(() -> read("7").stringValue()).hasMessage("7 is not a string");
        assertThatThrownBy(() -> read("null").booleanValue()).hasMessage("null is not a boolean");
        assertThatThrownBy(() -> read("1.5").longValue()).hasMessage("1.5 is not a 64-bit integer");
        assertThat(read("7").get("a")).isNull();
        assertThat(read("7")).isEmpty();
    }

    private static JsonNode read(String text) {
        return Objects.requireNonNull(JsonReader.read(text));
    }
}
