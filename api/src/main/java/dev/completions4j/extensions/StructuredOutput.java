// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import java.util.List;

/** What form the text must have; each server has its own way to say it, which its parameters know. */
public sealed interface StructuredOutput {

    /** JSON that satisfies a schema. */
    static StructuredOutput jsonSchema(JsonValue schema) {
        return new JsonSchema(schema);
    }

    /** A text that matches a regular expression. */
    static StructuredOutput regex(String pattern) {
        return new Regex(pattern);
    }

    /** One of the given texts. */
    static StructuredOutput choice(String... options) {
        return new OneOf(List.of(options));
    }

    /** A text of a grammar's language. */
    static StructuredOutput grammar(String grammar) {
        return new Grammar(grammar);
    }

    /**
     * JSON that satisfies a schema.
     *
     * @param schema a JSON Schema
     */
    record JsonSchema(JsonValue schema) implements StructuredOutput {}

    /**
     * A text that matches a regular expression.
     *
     * @param pattern in the server's dialect
     */
    record Regex(String pattern) implements StructuredOutput {}

    /**
     * One of some texts.
     *
     * @param options at least one
     */
    record OneOf(List<String> options) implements StructuredOutput {

        /** @throws IllegalArgumentException if there is no option */
        public OneOf {
            options = List.copyOf(options);
            if (options.isEmpty()) {
                throw new IllegalArgumentException("options is empty; give at least one text to choose from");
            }
        }
    }

    /**
     * A text of a grammar's language.
     *
     * @param grammar in the server's notation: GBNF for llama.cpp, EBNF for vLLM and SGLang
     */
    record Grammar(String grammar) implements StructuredOutput {}
}
