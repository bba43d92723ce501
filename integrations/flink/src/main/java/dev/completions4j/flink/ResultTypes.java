// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** The types of the generic records, which Flink cannot derive from their classes alone. */
final class ResultTypes {

    private static final TypeInformation<Answer> ANSWER = Types.POJO(
            Answer.class,
            Map.of(
                    "id", Types.STRING,
                    "model", Types.STRING,
                    "choices", Types.LIST(Types.POJO(AnswerChoice.class)),
                    "promptTokens", Types.LONG,
                    "completionTokens", Types.LONG,
                    "totalTokens", Types.LONG,
                    "attempts", Types.INT));

    private static final TypeInformation<Failure> FAILURE = Types.POJO(Failure.class);

    private ResultTypes() {}

    static <T> TypeInformation<CompletionResult<T>> result(TypeInformation<T> input) {
        return pojo(CompletionResult.class, Map.of("input", input, "answer", ANSWER, "failure", FAILURE));
    }

    static <T> TypeInformation<Answered<T>> answered(TypeInformation<T> input) {
        return pojo(Answered.class, Map.of("input", input, "answer", ANSWER));
    }

    static <T> TypeInformation<Failed<T>> failed(TypeInformation<T> input) {
        return pojo(Failed.class, Map.of("input", input, "failure", FAILURE));
    }

    /** A class literal has no type arguments; those of the result are the types of the fields. */
    @SuppressWarnings("unchecked")
    private static <R> TypeInformation<R> pojo(Class<?> type, Map<String, TypeInformation<?>> fields) {
        return Types.POJO((Class<R>) type, fields);
    }
}
