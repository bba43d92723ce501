// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.CompletionRequest;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Measures calls in a {@link MeterRegistry}.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>measures</th><th>tags besides those of all</th></tr>
 * <tr><td>{@code gen_ai.client.operation.duration}</td><td>a call, its waiting and its retries included</td>
 *     <td>{@code gen_ai.response.model}, {@code error.type}</td></tr>
 * <tr><td>{@code gen_ai.client.token.usage}</td><td>tokens of a call, if the server tells; a stream's server does if
 *     {@code StreamOptions} ask for it</td><td>{@code gen_ai.response.model}, {@code gen_ai.token.type}</td></tr>
 * <tr><td>{@code gen_ai.client.operation.time_to_first_chunk}</td><td>from the begin of a streamed call to its first
 *     chunk</td><td></td></tr>
 * <tr><td>{@code gen_ai.client.operation.time_per_output_chunk}</td><td>from one chunk to the next</td><td></td></tr>
 * </table>
 *
 * <p>All have {@code gen_ai.operation.name}, {@code gen_ai.provider.name}, {@code gen_ai.request.model},
 * {@code server.address} and {@code server.port}, the last attempt's. A tag that a call has no value for is
 * {@code none}, since a meter's tags must be the same each time. The list of models is not measured.
 *
 * <p>{@code error.type} is the kind of an {@code ApiException} or a {@code NetworkException} in lower case, such as
 * {@code rate_limit} or {@code connect_timeout}; of other failures {@code callback_rejected}, {@code client_closed},
 * {@code credential}, {@code invalid_request}, {@code malformed_response}, {@code queue_full}, {@code timeout} or
 * {@code truncated_stream}; {@code cancelled} for a call that its caller wanted no more of; or the name of a class that is
 * not this library's.
 *
 * <p>Time is that of the registry's clock, but between chunks, where it is the client's. For any number of clients and
 * threads; ends with nothing to close.
 */
public final class CompletionsMetrics implements CallListener.Factory {

    private final Meters meters;

    private CompletionsMetrics(Meters meters) {
        this.meters = meters;
    }

    /**
     * With the buckets that the conventions recommend, as service level objectives: 14 for each meter. A registry that
     * has no histograms makes a gauge or a counter of each; for that one, see {@link #withoutBuckets}.
     */
    public static CompletionsMetrics of(MeterRegistry registry) {
        return new CompletionsMetrics(Meters.withBuckets(registry));
    }

    /** With count, sum and maximum only, and what {@code MeterFilter}s of the registry add. */
    public static CompletionsMetrics withoutBuckets(MeterRegistry registry) {
        return new CompletionsMetrics(Meters.withoutBuckets(registry));
    }

    @Override
    public @Nullable CallListener onCall(CallInfo call) {
        CompletionRequest request = GenAi.request(call);
        return request == null ? null : new MeasuredCall(meters, GenAi.provider(call.provider()), request.model());
    }
}
