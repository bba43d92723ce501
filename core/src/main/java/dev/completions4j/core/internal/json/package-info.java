// SPDX-License-Identifier: Apache-2.0
/** Reading and writing JSON, and UTF-8 as servers send it. */
@NullMarked
package dev.completions4j.core.internal.json;

import org.jspecify.annotations.NullMarked;
