// SPDX-License-Identifier: Apache-2.0
/** Tests of the fake model in application contexts. */
@NullMarked
package dev.completions4j.spring.boot.test;

import org.jspecify.annotations.NullMarked;
