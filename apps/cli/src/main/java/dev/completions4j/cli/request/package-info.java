// SPDX-License-Identifier: Apache-2.0
/** The options that become properties of requests. */
@NullMarked
package dev.completions4j.cli.request;

import org.jspecify.annotations.NullMarked;
