// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.completions4j.flink;

import org.jspecify.annotations.NullMarked;
