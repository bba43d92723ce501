// SPDX-License-Identifier: Apache-2.0
/**
 * Extension points of the client: plug-ins, credentials, retry policies and time.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.completions4j.spi;

import org.jspecify.annotations.NullMarked;
