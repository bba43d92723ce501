// SPDX-License-Identifier: Apache-2.0
/** Tests of the starter, on the class path of Boot 3 here and on that of Boot 4 in integration-tests. */
@NullMarked
package dev.completions4j.spring.boot;

import org.jspecify.annotations.NullMarked;
