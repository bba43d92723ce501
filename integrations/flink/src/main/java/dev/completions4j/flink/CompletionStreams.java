// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * The answers to the records of a stream, and the records whose calls failed.
 *
 * @param answers the records with their answers
 * @param failures the records whose calls failed; a side output
 * @param <T> the type of the records
 * @since 0.1.0
 */
public record CompletionStreams<T>(
        SingleOutputStreamOperator<Answered<T>> answers, SideOutputDataStream<Failed<T>> failures) {

    /** The client's timeout elapses before that of the operator, and says which phase of the call took long. */
    private static final Duration OPERATOR_GRACE = Duration.ofSeconds(30);

    /**
     * Applies a function to a stream. Results are emitted as soon as they arrive, in any order between two watermarks.
     *
     * @param name the name of the operator, and its uid, by which a savepoint finds its state
     * @param records the records
     * @param function the function
     * @param <T> the type of the records
     */
    public static <T> CompletionStreams<T> unorderedWait(
            String name, DataStream<T> records, CompletionsAsyncFunction<T> function) {
        return split(
                name,
                records.getType(),
                AsyncDataStream.unorderedWait(
                        records, function, operatorTimeout(function), TimeUnit.MILLISECONDS, function.capacity()));
    }

    /**
     * Applies a function to a stream. Results are emitted in the order of the records, so that a slow call delays those
     * that follow it.
     *
     * @param name the name of the operator, and its uid, by which a savepoint finds its state
     * @param records the records
     * @param function the function
     * @param <T> the type of the records
     */
    public static <T> CompletionStreams<T> orderedWait(
            String name, DataStream<T> records, CompletionsAsyncFunction<T> function) {
        return split(
                name,
                records.getType(),
                AsyncDataStream.orderedWait(
                        records, function, operatorTimeout(function), TimeUnit.MILLISECONDS, function.capacity()));
    }

    private static long operatorTimeout(CompletionsAsyncFunction<?> function) {
        return function.timeout().plus(OPERATOR_GRACE).toMillis();
    }

    private static <T> CompletionStreams<T> split(
            String name, TypeInformation<T> type, SingleOutputStreamOperator<CompletionResult<T>> results) {
        OutputTag<Failed<T>> failures = new OutputTag<>("failures", ResultTypes.failed(type));
        SingleOutputStreamOperator<Answered<T>> answers = results.returns(ResultTypes.result(type))
                .name(name)
                .uid(name)
                .process(new ResultSplitter<>(failures), ResultTypes.answered(type))
                .name(name + " (split)")
                .uid(name + " (split)");
        return new CompletionStreams<>(answers, answers.getSideOutput(failures));
    }
}
