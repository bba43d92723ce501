// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Separates failures from answers, because an async function has no side outputs. */
final class ResultSplitter<T> extends ProcessFunction<CompletionResult<T>, Answered<T>> {

    private static final long serialVersionUID = 1L;

    private final OutputTag<Failed<T>> failures;

    ResultSplitter(OutputTag<Failed<T>> failures) {
        this.failures = failures;
    }

    @Override
    public void processElement(CompletionResult<T> result, Context context, Collector<Answered<T>> answers) {
        if (result.answer() != null) {
            answers.collect(new Answered<>(result.input(), result.answer()));
        } else if (result.failure() != null) {
            context.output(failures, new Failed<>(result.input(), result.failure()));
        }
    }
}
