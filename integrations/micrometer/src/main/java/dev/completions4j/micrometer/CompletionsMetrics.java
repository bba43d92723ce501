// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.CompletionRequest;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Records metrics of calls in a {@link MeterRegistry}.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>measures</th><th>additional tags</th></tr>
 * <tr><td>{@code gen_ai.client.operation.duration}</td><td>duration of a call, including queueing and retries</td>
 *     <td>{@code gen_ai.response.model}, {@code error.type}</td></tr>
 * <tr><td>{@code gen_ai.client.token.usage}</td><td>tokens of a call, if the server reports usage; for streams,
 *     {@code StreamOptions} request it</td><td>{@code gen_ai.response.model}, {@code gen_ai.token.type}</td></tr>
 * <tr><td>{@code gen_ai.client.operation.time_to_first_chunk}</td><td>time from the start of a streaming call to its
 *     first chunk</td><td></td></tr>
 * <tr><td>{@code gen_ai.client.operation.time_per_output_chunk}</td><td>time between consecutive chunks</td><td></td></tr>
 * </table>
 *
 * <p>All meters have the tags {@code gen_ai.operation.name}, {@code gen_ai.provider.name},
 * {@code gen_ai.request.model}, {@code server.address} and {@code server.port}; the last two are those of the last
 * attempt. A tag without a value is {@code none}, because all meters of one name must have the same tag keys. Lists of
 * models and calls of the tokenizer's endpoints are not measured.
 *
 * <p>{@code error.type} is the kind of an {@code ApiException} or a {@code NetworkException} in lower case, such as
 * {@code rate_limit} or {@code connect_timeout}; for other failures {@code callback_rejected}, {@code client_closed},
 * {@code credential}, {@code invalid_request}, {@code malformed_response}, {@code queue_full}, {@code timeout} or
 * {@code truncated_stream}; {@code cancelled} for a call that its caller cancelled; or the class name of an exception that
 * is not defined by this library.
 *
 * <p>Times are measured with the registry's clock, except for the time between chunks, which the client measures. An
 * instance may be shared by any number of clients and threads and need not be closed.
 */
public final class CompletionsMetrics implements CallListener.Factory {

    private final Meters meters;

    private CompletionsMetrics(Meters meters) {
        this.meters = meters;
    }

    /**
     * Returns metrics with the histogram buckets that the semantic conventions recommend, as service level objectives: 14
     * per meter. A registry without histogram support creates a gauge or a counter for each bucket; for such a registry,
     * use {@link #withoutBuckets}.
     */
    public static CompletionsMetrics of(MeterRegistry registry) {
        return new CompletionsMetrics(Meters.withBuckets(registry));
    }

    /** Returns metrics with count, sum and maximum only, plus whatever {@code MeterFilter}s of the registry add. */
    public static CompletionsMetrics withoutBuckets(MeterRegistry registry) {
        return new CompletionsMetrics(Meters.withoutBuckets(registry));
    }

    @Override
    public @Nullable CallListener onCall(CallInfo call) {
        CompletionRequest request = call.request();
        return request == null ? null : new MeasuredCall(meters, GenAi.provider(call.provider()), request.model());
    }
}
