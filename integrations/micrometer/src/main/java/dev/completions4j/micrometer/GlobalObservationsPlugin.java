// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.observe.CallListener;
import dev.completions4j.spi.CompletionsPlugin;
import io.micrometer.observation.Observations;

/**
 * Observes each client's calls in {@link Observations#getGlobalRegistry()}; does nothing until a registry is set.
 *
 * <p>Discovered by {@link java.util.ServiceLoader}. Prompts and completions are not captured.
 */
public final class GlobalObservationsPlugin implements CompletionsPlugin {

    /** Called by the service loader. */
    public GlobalObservationsPlugin() {}

    @Override
    public CallListener.Factory listener() {
        return CompletionsObservations.of(Observations.getGlobalRegistry());
    }
}
