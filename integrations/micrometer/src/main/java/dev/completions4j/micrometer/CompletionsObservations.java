// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.CompletionRequest;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallListener;
import io.micrometer.core.instrument.Clock;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes calls in an {@link ObservationRegistry}, whose handlers make spans, or whatever else, of them.
 *
 * <p>One observation for a call, from its begin to its end, all attempts included; each retry is an event
 * {@code gen_ai.client.retry} in it. Its parent is the observation that is current where the call begins: where a method
 * of the client is called, or for a stream, where it is subscribed to. None is made current for the call, whose code runs
 * on several threads. The list of models is not observed.
 *
 * <p>Names and key values are those of {@link DefaultCompletionObservationConvention}, unless the builder is given others
 * or the registry has a {@code GlobalObservationConvention} for {@link CompletionObservationContext}.
 *
 * <p>For any number of clients and threads; ends with nothing to close.
 */
public final class CompletionsObservations implements CallListener.Factory {

    private static final CompletionObservationConvention DEFAULT = new DefaultCompletionObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable CompletionObservationConvention convention;
    private final Contents contents;
    private final Clock clock;

    private CompletionsObservations(Builder builder) {
        registry = builder.registry;
        convention = builder.convention;
        contents = builder.contents;
        clock = builder.clock;
    }

    /** With the conventions' names, and without contents. */
    public static CompletionsObservations of(ObservationRegistry registry) {
        return builder(registry).build();
    }

    public static Builder builder(ObservationRegistry registry) {
        return new Builder(registry);
    }

    @Override
    public @Nullable CallListener onCall(CallInfo call) {
        CompletionRequest request = GenAi.request(call);
        if (request == null) {
            return null;
        }
        CompletionObservationContext context = new CompletionObservationContext(call, request);
        Observation observation = Observation.start(convention, DEFAULT, () -> context, registry);
        return observation.isNoop() ? null : new ObservedCall(observation, context, contents, clock);
    }

    /** Collects how calls are observed. Not safe for use by several threads at once. */
    public static final class Builder {

        private final ObservationRegistry registry;
        private @Nullable CompletionObservationConvention convention;
        private Contents contents = Contents.HIDDEN;
        private Clock clock = Clock.SYSTEM;

        private Builder(ObservationRegistry registry) {
            this.registry = registry;
        }

        /** Other names and key values. */
        public Builder convention(CompletionObservationConvention convention) {
            this.convention = convention;
            return this;
        }

        /**
         * Adds prompts, completions and stop sequences to the observations, for whoever sees the spans:
         * {@code gen_ai.input.messages}, {@code gen_ai.output.messages} and {@code gen_ai.request.stop_sequences}, as
         * JSON. Prompts that are tokens are left out.
         */
        public Builder captureContents() {
            contents = Contents.CAPTURED;
            return this;
        }

        /** Measures the time to the first chunk; default {@link Clock#SYSTEM}. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        public CompletionsObservations build() {
            return new CompletionsObservations(this);
        }
    }
}
