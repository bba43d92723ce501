// SPDX-License-Identifier: Apache-2.0
/** Metrics and observations of calls, for Micrometer. */
// Micrometer's jars declare a name each, and no module.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.completions4j.micrometer {
    requires transitive dev.completions4j;
    requires transitive micrometer.commons;
    requires transitive micrometer.core;
    requires transitive micrometer.observation;

    exports dev.completions4j.micrometer;

    provides dev.completions4j.spi.CompletionsPlugin with
            dev.completions4j.micrometer.GlobalMetricsPlugin,
            dev.completions4j.micrometer.GlobalObservationsPlugin;
}
