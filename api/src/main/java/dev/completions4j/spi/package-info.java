// SPDX-License-Identifier: Apache-2.0
/** What applications and libraries plug into a client: credentials, retry policies, time, and plug-ins for all clients. */
@NullMarked
package dev.completions4j.spi;

import org.jspecify.annotations.NullMarked;
