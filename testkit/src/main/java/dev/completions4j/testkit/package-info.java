// SPDX-License-Identifier: Apache-2.0
/**
 * Fakes for tests of applications that use a completions client, and what the packages below share.
 *
 * <p>{@link dev.completions4j.testkit.transport} replaces the network, {@link dev.completions4j.testkit.model} the
 * model, and {@link dev.completions4j.testkit.server} the server, over real sockets;
 * {@link dev.completions4j.testkit.recording} replays the recorded responses of a real server. This package contains
 * {@link dev.completions4j.testkit.ManualTime}, which replaces the clock, and a subscriber that records what it
 * receives.
 */
@NullMarked
package dev.completions4j.testkit;

import org.jspecify.annotations.NullMarked;
