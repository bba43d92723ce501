// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.Preview;
import java.util.List;

/**
 * The structure that a text must have. Each server has its own parameters for it.
 *
 * @since 0.1.0
 */
@Preview
public sealed interface StructuredOutput {

    /**
     * Returns the structure of JSON that conforms to a schema.
     *
     * @param schema a JSON Schema
     */
    static StructuredOutput jsonSchema(JsonValue schema) {
        return new JsonSchema(schema);
    }

    /** Returns the structure of any JSON object. */
    static StructuredOutput jsonObject() {
        return AnyJsonObject.INSTANCE;
    }

    /**
     * Returns the structure of text that matches a regular expression.
     *
     * @param pattern the expression, in the server's dialect
     */
    static StructuredOutput regex(String pattern) {
        return new Regex(pattern);
    }

    /**
     * Returns the structure of text that equals one of several options.
     *
     * @param options one or more options
     * @throws IllegalArgumentException if there is no option
     */
    static StructuredOutput choice(String... options) {
        return new OneOf(List.of(options));
    }

    /**
     * Returns the structure of text that conforms to a grammar.
     *
     * @param grammar the grammar, in the server's notation: GBNF for llama.cpp, EBNF for vLLM and SGLang
     */
    static StructuredOutput grammar(String grammar) {
        return new Grammar(grammar);
    }

    /**
     * Returns the structure that a structural tag describes, such as free text with JSON between tags. vLLM and SGLang
     * support it.
     *
     * @param format the tag's {@code format}, in the notation of XGrammar
     */
    static StructuredOutput structuralTag(JsonValue format) {
        return new StructuralTag(format);
    }

    /**
     * JSON that conforms to a schema.
     *
     * @param schema a JSON Schema
     */
    record JsonSchema(JsonValue schema) implements StructuredOutput {}

    /**
     * Text that matches a regular expression.
     *
     * @param pattern the expression, in the server's dialect
     */
    record Regex(String pattern) implements StructuredOutput {}

    /**
     * Text that equals one of several options.
     *
     * @param options one or more options
     */
    record OneOf(List<String> options) implements StructuredOutput {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if there is no option
         */
        public OneOf {
            options = List.copyOf(options);
            if (options.isEmpty()) {
                throw new IllegalArgumentException("options is empty; pass at least one text");
            }
        }
    }

    /**
     * Text that conforms to a grammar.
     *
     * @param grammar the grammar, in the server's notation: GBNF for llama.cpp, EBNF for vLLM and SGLang
     */
    record Grammar(String grammar) implements StructuredOutput {}

    /** Any JSON object. */
    enum AnyJsonObject implements StructuredOutput {
        /** The only instance. */
        INSTANCE
    }

    /**
     * The structure that a structural tag describes.
     *
     * @param format the tag's {@code format}, in the notation of XGrammar
     */
    record StructuralTag(JsonValue format) implements StructuredOutput {

        JsonValue toResponseFormat() {
            return OrderedObject.of("type", JsonValue.of("structural_tag"), "format", format);
        }
    }
}
