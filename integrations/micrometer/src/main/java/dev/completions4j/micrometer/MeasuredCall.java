// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.Completion;
import dev.completions4j.Usage;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Records the metrics of one call. */
final class MeasuredCall implements CallListener {

    private final Meters meters;
    private final long start;

    private Tags tags;
    private @Nullable Timer timePerOutputChunk;

    MeasuredCall(Meters meters, String provider, String model) {
        this.meters = meters;
        this.start = meters.clock().monotonicTime();
        this.tags = Tags.of(
                GenAi.OPERATION_NAME,
                GenAi.TEXT_COMPLETION,
                GenAi.PROVIDER_NAME,
                provider,
                GenAi.REQUEST_MODEL,
                model,
                GenAi.SERVER_ADDRESS,
                KeyValue.NONE_VALUE,
                GenAi.SERVER_PORT,
                KeyValue.NONE_VALUE);
    }

    @Override
    public void onAttempt(int attempt, String baseUrl) {
        ServerAddress server = ServerAddress.of(baseUrl);
        tags = tags.and(GenAi.SERVER_ADDRESS, server.host(), GenAi.SERVER_PORT, String.valueOf(server.port()));
    }

    @Override
    public void onFirstChunk() {
        recordSinceStart(meters.timeToFirstChunk().withTags(tags));
        timePerOutputChunk = meters.timePerOutputChunk().withTags(tags);
    }

    @Override
    public void onChunk(long gapNanos) {
        Timer timer = timePerOutputChunk;
        if (timer != null) {
            timer.record(gapNanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void onEnd(CallResult result) {
        Completion completion = result.completion();
        Tags ended = tags.and(
                GenAi.RESPONSE_MODEL,
                orNone(completion == null ? null : ServerIdentifiers.sanitize(completion.model())));
        recordSinceStart(meters.duration().withTags(ended.and(GenAi.ERROR_TYPE, orNone(ErrorTypes.of(result)))));
        Usage usage = completion == null ? null : completion.usage();
        if (usage != null) {
            meters.recordTokens(ended, "input", usage.promptTokens());
            meters.recordTokens(ended, "output", usage.completionTokens());
        }
    }

    private void recordSinceStart(Timer timer) {
        timer.record(meters.clock().monotonicTime() - start, TimeUnit.NANOSECONDS);
    }

    private static String orNone(@Nullable String value) {
        return value == null || value.isEmpty() ? KeyValue.NONE_VALUE : value;
    }
}
