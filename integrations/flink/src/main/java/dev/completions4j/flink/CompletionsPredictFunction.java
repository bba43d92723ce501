// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.Completion;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests a completion for each row. Each task has an instance with a client of its own. Public only because Flink
 * requires it of functions.
 */
public final class CompletionsPredictFunction extends AsyncPredictFunction {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CompletionsPredictFunction.class);

    private final ModelSettings settings;
    private final ModelOutput output;
    private final Duration timeout;

    private transient @Nullable TaskClient client;
    private transient @Nullable TaskTimer timer;
    private transient @Nullable PromptCalls calls;

    CompletionsPredictFunction(ModelSettings settings, ModelOutput output, Duration timeout) {
        this.settings = settings;
        this.output = output;
        this.timeout = timeout;
    }

    @Override
    public void open(FunctionContext context) throws Exception {
        TaskClient opened = TaskClient.open(settings.client(), timeout, context.getMetricGroup());
        client = opened;
        RequestTemplate template = settings.template();
        if (settings.maxPrompts() == 1) {
            calls = prompt -> opened.complete(template.request(prompt));
        } else {
            timer = new TaskTimer();
            calls = new Coalescer(
                    template,
                    opened::complete,
                    opened.joinedCalls(),
                    timer,
                    settings.maxPrompts(),
                    settings.maxDelay(),
                    timeout);
        }
    }

    /** Returns a row for each choice; for a null prompt, a row of nulls. */
    @Override
    public CompletableFuture<Collection<RowData>> asyncPredict(RowData input) {
        if (input.isNullAt(0)) {
            return CompletableFuture.completedFuture(output.nullRows());
        }
        CompletableFuture<Collection<RowData>> rows = new CompletableFuture<>();
        CompletableFuture<Completion> call =
                Objects.requireNonNull(calls).complete(input.getString(0).toString());
        var unused = call.whenComplete(Objects.requireNonNull(client).unlessClosed((completion, failure) -> {
            try {
                rows.complete(rows(completion, failure));
            } catch (Throwable e) { // An exception must not leave the row in flight for good.
                rows.completeExceptionally(e);
            }
        }));
        return rows;
    }

    private Collection<RowData> rows(@Nullable Completion completion, @Nullable Throwable failure) throws Throwable {
        if (completion != null) {
            return output.rows(completion);
        }
        Throwable cause = Objects.requireNonNull(failure);
        if (!settings.ignoresFailures()) {
            throw cause;
        }
        if (output.reportsErrors()) {
            return output.rows(cause);
        }
        LOG.warn("No row is emitted for a prompt, because its call failed", cause);
        return List.of();
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.close();
        }
        if (client != null) {
            client.close();
        }
    }
}
