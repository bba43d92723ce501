// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import org.jspecify.annotations.Nullable;

/**
 * How a fake model behaves in one stream. Servers of others take no notice of it.
 *
 * @param pace how fast it generates
 * @param fault what goes wrong; null if nothing does
 */
record Setting(Pace pace, @Nullable FaultKind fault) {}
