// SPDX-License-Identifier: Apache-2.0
/**
 * Micrometer {@linkplain dev.completions4j.micrometer.CompletionsMetrics metrics} and
 * {@linkplain dev.completions4j.micrometer.CompletionsObservations observations} of a client's calls.
 *
 * <p>Names and values follow version 1.41.0 of OpenTelemetry's semantic conventions for generative AI, the last version
 * before the conventions moved to a separate repository, where the metrics are renamed. They are not stable yet.
 *
 * <p>Both are listeners for {@link dev.completions4j.CompletionsClient.Builder#listener}. If this module is on the class
 * path or module path, {@link dev.completions4j.micrometer.GlobalMetricsPlugin} and
 * {@link dev.completions4j.micrometer.GlobalObservationsPlugin} add both to every client, for Micrometer's global
 * registries. Do not add a listener for a registry that is also global, or calls are counted twice;
 * {@code discoverPlugins(false)} disables the plug-ins.
 */
@NullMarked
package dev.completions4j.micrometer;

import org.jspecify.annotations.NullMarked;
