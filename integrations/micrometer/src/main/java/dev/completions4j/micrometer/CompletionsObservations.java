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
 * Creates an observation for each call in an {@link ObservationRegistry}, whose handlers turn it into a span, for example.
 *
 * <p>An observation covers the whole call with all its attempts; each retry is an event {@code gen_ai.client.retry}.
 * The parent is the observation that is current on the thread that starts the call: the thread that calls the client's
 * method, or that subscribes to a stream. The call's observation itself never becomes current, because a call's code
 * runs on several threads. Lists of models and calls of the tokenizer's endpoints are not observed.
 *
 * <p>Names and key values are those of {@link DefaultCompletionObservationConvention}, unless the builder sets a
 * convention or the registry has a {@code GlobalObservationConvention} for {@link CompletionObservationContext}.
 *
 * <p>An instance may be shared by any number of clients and threads and need not be closed.
 */
public final class CompletionsObservations implements CallListener.Factory {

    private static final CompletionObservationConvention DEFAULT = new DefaultCompletionObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable CompletionObservationConvention convention;
    private final ContentCapture contents;
    private final Clock clock;

    private CompletionsObservations(Builder builder) {
        registry = builder.registry;
        convention = builder.convention;
        contents = builder.contents;
        clock = builder.clock;
    }

    /** Returns observations with the default names, without prompts and completions. */
    public static CompletionsObservations of(ObservationRegistry registry) {
        return builder(registry).build();
    }

    /** Returns a new builder. */
    public static Builder builder(ObservationRegistry registry) {
        return new Builder(registry);
    }

    @Override
    public @Nullable CallListener onCall(CallInfo call) {
        CompletionRequest request = call.request();
        if (request == null) {
            return null;
        }
        CompletionObservationContext context = new CompletionObservationContext(call, request);
        Observation observation = Observation.start(convention, DEFAULT, () -> context, registry);
        return observation.isNoop() ? null : new ObservedCall(observation, context, contents, clock);
    }

    /** Builds {@link CompletionsObservations}. Not thread-safe. */
    public static final class Builder {

        private final ObservationRegistry registry;
        private @Nullable CompletionObservationConvention convention;
        private ContentCapture contents = ContentCapture.DISABLED;
        private Clock clock = Clock.SYSTEM;

        private Builder(ObservationRegistry registry) {
            this.registry = registry;
        }

        /** Sets the convention for names and key values; default {@link DefaultCompletionObservationConvention}. */
        public Builder convention(CompletionObservationConvention convention) {
            this.convention = convention;
            return this;
        }

        /**
         * Adds prompts, completions and stop sequences to the observations, where everyone with access to the spans can
         * read them: {@code gen_ai.input.messages}, {@code gen_ai.output.messages} and
         * {@code gen_ai.request.stop_sequences}, as JSON. Prompts given as token ids are omitted.
         */
        public Builder captureContents() {
            contents = ContentCapture.ENABLED;
            return this;
        }

        /** Sets the clock that measures the time to the first chunk; default {@link Clock#SYSTEM}. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Returns new observations with the current settings of this builder. */
        public CompletionsObservations build() {
            return new CompletionsObservations(this);
        }
    }
}
