// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks of the single steps of a call. */
@NullMarked
package dev.completions4j.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
