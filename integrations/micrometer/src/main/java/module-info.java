// SPDX-License-Identifier: Apache-2.0
/** Micrometer metrics and observations of calls. */
// Micrometer's jars are automatic modules: they declare a name, but no module descriptor.
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
