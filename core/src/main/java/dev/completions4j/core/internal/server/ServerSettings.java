// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

import java.time.Duration;

/**
 * The settings for all servers of a client.
 *
 * @param retryBudget see {@link dev.completions4j.RetrySettings#budget()}
 * @param maxPause maximum pause that a server can impose on all calls
 * @param paced whether calls are paced by the server's rate limits
 */
public record ServerSettings(int retryBudget, Duration maxPause, boolean paced) {}
