// SPDX-License-Identifier: Apache-2.0
/**
 * Metrics ({@link dev.completions4j.micrometer.CompletionsMetrics}) and observations
 * ({@link dev.completions4j.micrometer.CompletionsObservations}) of a client's calls, for Micrometer.
 *
 * <p>Names and values are those of OpenTelemetry's semantic conventions for generative AI, version 1.41.0, the last one
 * before they moved to a repository of their own, where their metrics are given other names. They are not stable yet.
 *
 * <p>Both are listeners for {@link dev.completions4j.CompletionsClient.Builder#listener}. Where this module is found, each
 * client has one of both for Micrometer's global registries, by {@link dev.completions4j.micrometer.GlobalMetricsPlugin}
 * and {@link dev.completions4j.micrometer.GlobalObservationsPlugin}; give none of your own for a registry that is among
 * the global ones too, or calls count twice, unless {@code discoverPlugins(false)} leaves those out.
 */
@NullMarked
package dev.completions4j.micrometer;

import org.jspecify.annotations.NullMarked;
