// SPDX-License-Identifier: Apache-2.0
/**
 * JSON as trees. Not for use outside the testkit.
 *
 * <p>The testkit does not use Jackson's own trees: they need {@code jackson-annotations}, of which Jackson 2 and 3
 * share the artifact, so that an application whose framework manages the version of Jackson 2 would break it.
 */
@NullMarked
package dev.completions4j.testkit.internal.json;

import org.jspecify.annotations.NullMarked;
