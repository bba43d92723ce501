// SPDX-License-Identifier: Apache-2.0
/**
 * JSON trees. Not for use outside the testkit.
 *
 * <p>The testkit does not use Jackson's trees: they require {@code jackson-annotations}, whose artifact Jackson 2 and 3
 * share, so an application whose framework manages the version of Jackson 2 would break it.
 */
@NullMarked
package dev.completions4j.testkit.internal.json;

import org.jspecify.annotations.NullMarked;
