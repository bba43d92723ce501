// SPDX-License-Identifier: Apache-2.0
/** The steps of a call, each measured alone, with JMH. */
@NullMarked
package dev.completions4j.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
