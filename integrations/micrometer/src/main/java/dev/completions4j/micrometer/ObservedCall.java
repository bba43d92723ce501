// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.FailedAttempt;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import io.micrometer.core.instrument.Clock;
import io.micrometer.observation.Observation;
import java.time.Duration;

/** Observes one call with all its attempts. */
final class ObservedCall implements CallListener {

    private final Observation observation;
    private final CompletionObservationContext context;
    private final ContentCapture contents;
    private final Clock clock;
    private final long start;

    /** @param observation already started */
    ObservedCall(Observation observation, CompletionObservationContext context, ContentCapture contents, Clock clock) {
        this.observation = observation;
        this.context = context;
        this.contents = contents;
        this.clock = clock;
        this.start = clock.monotonicTime();
    }

    @Override
    public void onAttempt(int attempt, String baseUrl) {
        context.setServer(ServerAddress.of(baseUrl));
    }

    @Override
    public void onRetry(FailedAttempt failed) {
        observation.event(
                Observation.Event.of("gen_ai.client.retry", "retry after " + ErrorTypes.of(failed.failure())));
    }

    @Override
    public void onFirstChunk() {
        context.setTimeToFirstChunk(Duration.ofNanos(clock.monotonicTime() - start));
    }

    @Override
    public void onEnd(CallResult result) {
        context.setResult(result);
        Throwable failure = result.failure();
        if (failure != null) {
            observation.error(failure);
        }
        observation.highCardinalityKeyValues(contents.of(context.request(), result.completion()));
        observation.stop();
    }
}
