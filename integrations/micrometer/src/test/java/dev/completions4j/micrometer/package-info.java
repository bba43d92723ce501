// SPDX-License-Identifier: Apache-2.0
/** Tests of real clients over a fake transport, in manual time. */
@NullMarked
package dev.completions4j.micrometer;

import org.jspecify.annotations.NullMarked;
