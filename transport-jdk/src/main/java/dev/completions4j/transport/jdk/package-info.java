// SPDX-License-Identifier: Apache-2.0
/**
 * The transport over {@link java.net.http.HttpClient}, which needs no other library.
 *
 * <p>A request walks from {@code JdkExchange}, which waits for {@code NameResolver} and takes from {@code Targets} what to
 * try, through one {@code Attempt} after the other to {@code HttpClient}; its {@code RequestBody} knows how far it came.
 *
 * <p>A response walks one way: {@code HttpClient} reports its head to {@code JdkExchange} and its body to
 * {@code ResponseBody}, both hand on to {@code Delivery}, and that calls the handler, one call at a time and within its
 * demand.
 */
@NullMarked
package dev.completions4j.transport.jdk;

import org.jspecify.annotations.NullMarked;
