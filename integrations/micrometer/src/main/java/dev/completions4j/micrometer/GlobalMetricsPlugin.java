// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.observe.CallListener;
import dev.completions4j.spi.CompletionsPlugin;
import io.micrometer.core.instrument.Metrics;

/**
 * Records metrics of each client's calls in {@link Metrics#globalRegistry}; does nothing while that is empty.
 *
 * <p>Discovered by {@link java.util.ServiceLoader}.
 */
public final class GlobalMetricsPlugin implements CompletionsPlugin {

    /** Called by the service loader. */
    public GlobalMetricsPlugin() {}

    @Override
    public CallListener.Factory listener() {
        CompletionsMetrics metrics = CompletionsMetrics.of(Metrics.globalRegistry);
        return call -> Metrics.globalRegistry.getRegistries().isEmpty() ? null : metrics.onCall(call);
    }
}
