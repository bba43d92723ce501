// SPDX-License-Identifier: Apache-2.0
/**
 * The service-provider interface of transports: sending an HTTP request and receiving its response incrementally.
 *
 * <p>{@link dev.completions4j.transport.Transport} specifies the contract. Callers of the client need this package only
 * to choose, share or decorate a transport.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.completions4j.transport;

import org.jspecify.annotations.NullMarked;
