// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.observe.CallListener;
import dev.completions4j.spi.CompletionsPlugin;
import io.micrometer.observation.Observations;

/**
 * Observes the calls of each client in {@link Observations#getGlobalRegistry()}, which does nothing until a registry is
 * set there.
 *
 * <p>Found by {@link java.util.ServiceLoader}. Contents are not captured.
 */
public final class GlobalObservationsPlugin implements CompletionsPlugin {

    /** For the service loader. */
    public GlobalObservationsPlugin() {}

    @Override
    public CallListener.Factory listener() {
        return CompletionsObservations.of(Observations.getGlobalRegistry());
    }
}
