// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.ml.AsyncPredictRuntimeProvider;
import org.apache.flink.table.ml.ModelProvider;

/** Creates the function that {@code ML_PREDICT} calls. */
final class CompletionsModelProvider implements AsyncPredictRuntimeProvider {

    /** The entry {@code timeout} of the map that a query can pass to {@code ML_PREDICT}. */
    private static final ConfigOption<Duration> ML_PREDICT_TIMEOUT =
            ConfigOptions.key("timeout").durationType().noDefaultValue();

    private final ModelSettings settings;
    private final ModelOutput output;
    private final ReadableConfig configuration;

    CompletionsModelProvider(ModelSettings settings, ModelOutput output, ReadableConfig configuration) {
        this.settings = settings;
        this.output = output;
        this.configuration = configuration;
    }

    /**
     * Creates the function.
     *
     * @throws ValidationException if the model's timeout is not below that of {@code ML_PREDICT}, or its rows would wait
     *     for others until their time is over
     */
    @Override
    public AsyncPredictFunction createAsyncPredictFunction(Context context) {
        Duration limit = context.runtimeConfig()
                .getOptional(ML_PREDICT_TIMEOUT)
                .orElseGet(() -> configuration.get(ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_TIMEOUT));
        Duration timeout = settings.timeout();
        if (timeout == null) {
            // So that the error handling strategy applies: when the time of ML_PREDICT is over, Flink fails the job.
            timeout = limit.multipliedBy(9).dividedBy(10);
        } else if (timeout.compareTo(limit) >= 0) {
            throw new ValidationException(
                    "Option 'timeout' is " + timeout + ", but ML_PREDICT fails the job after " + limit
                            + "; decrease the option, or increase '"
                            + ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_TIMEOUT.key() + "'");
        }
        if (settings.maxPrompts() > 1 && settings.maxDelay().compareTo(timeout) >= 0) {
            throw new ValidationException("Option 'coalesce-max-delay' is " + settings.maxDelay()
                    + ", but the time limit of a row is " + timeout + "; decrease the option, or increase 'timeout'");
        }
        return new CompletionsPredictFunction(settings, output, timeout);
    }

    @Override
    public ModelProvider copy() {
        return new CompletionsModelProvider(settings, output, configuration);
    }
}
