// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.completions4j.batch;

import org.jspecify.annotations.NullMarked;
