// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

/**
 * A value that differs from chunk to chunk, and the JSON before it, from the hole before.
 *
 * @param name the name of a property that is not modeled; empty otherwise
 */
record Hole(Place place, String name, JsonLiteral before) {}
