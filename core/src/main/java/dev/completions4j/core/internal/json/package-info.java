// SPDX-License-Identifier: Apache-2.0
/** Reading and writing JSON, UTF-8 as servers send it, and arrays of bytes that are read in words. */
@NullMarked
package dev.completions4j.core.internal.json;

import org.jspecify.annotations.NullMarked;
