// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionsClient;
import dev.completions4j.spi.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of a runner. */
record BatchSettings(
        CompletionsClient client,
        CallOptions options,
        BatchInput input,
        @Nullable String model,
        Path output,
        boolean skipsChanged,
        OutputFile.Opener opener,
        OutputOrder order,
        boolean isAdaptive,
        int maxConcurrency,
        int promptsPerRequest,
        @Nullable Long tokenBudget,
        @Nullable Duration timeBudget,
        Duration grace,
        Duration patience,
        BatchListener listener,
        Duration interval,
        Scheduler scheduler) {

    Pace pace() {
        return isAdaptive ? new AdaptivePace(maxConcurrency) : new FixedPace(maxConcurrency);
    }
}
