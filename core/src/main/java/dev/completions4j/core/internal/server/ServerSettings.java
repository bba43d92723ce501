// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

import java.time.Duration;

/**
 * How servers are treated.
 *
 * @param retryBudget see {@link dev.completions4j.RetrySettings#budget()}
 * @param maxPause the longest time for which a server can keep all calls from it
 * @param paced whether no more is sent than the server's rate limits allow
 */
public record ServerSettings(int retryBudget, Duration maxPause, boolean paced) {}
