// SPDX-License-Identifier: Apache-2.0
/**
 * The service-provider interface of transports: how the client sends one HTTP request and receives the response as it
 * arrives.
 *
 * <p>{@link dev.completions4j.transport.Transport} states the contract. Callers of the client need this package only to
 * choose or share a transport.
 */
@NullMarked
package dev.completions4j.transport;

import org.jspecify.annotations.NullMarked;
