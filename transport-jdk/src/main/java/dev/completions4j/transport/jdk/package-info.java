// SPDX-License-Identifier: Apache-2.0
/**
 * A transport over {@link java.net.http.HttpClient}, without further dependencies.
 *
 * <p>Requests: {@code JdkExchange} resolves the host with {@code NameResolver}, gets the URIs to try from
 * {@code Targets}, and passes the request to {@code HttpClient} in one or more {@code Attempt}s. {@code RequestBody}
 * tracks whether the request may have been sent.
 *
 * <p>Responses: {@code HttpClient} reports the headers to {@code JdkExchange} and the body to {@code ResponseBody}.
 * Both pass them to {@code Delivery}, which calls the handler serially and within its demand.
 */
@NullMarked
package dev.completions4j.transport.jdk;

import org.jspecify.annotations.NullMarked;
