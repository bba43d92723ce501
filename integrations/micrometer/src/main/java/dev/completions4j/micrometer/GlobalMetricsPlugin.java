// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.observe.CallListener;
import dev.completions4j.spi.CompletionsPlugin;
import io.micrometer.core.instrument.Metrics;

/**
 * Measures the calls of each client in {@link Metrics#globalRegistry}, which does nothing while no registry is in it.
 *
 * <p>Found by {@link java.util.ServiceLoader}.
 */
public final class GlobalMetricsPlugin implements CompletionsPlugin {

    /** For the service loader. */
    public GlobalMetricsPlugin() {}

    @Override
    public CallListener.Factory listener() {
        CompletionsMetrics metrics = CompletionsMetrics.of(Metrics.globalRegistry);
        return call -> Metrics.globalRegistry.getRegistries().isEmpty() ? null : metrics.onCall(call);
    }
}
