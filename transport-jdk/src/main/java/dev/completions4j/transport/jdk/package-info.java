/**
 * The transport over {@link java.net.http.HttpClient}, which needs no other library.
 *
 * <p>One exchange reads from the bottom to the top: {@code HttpClient} calls {@code JdkExchange}, which checks and
 * translates, and {@code Delivery} calls the handler, one call at a time and within its demand.
 */
@NullMarked
package dev.completions4j.transport.jdk;

import org.jspecify.annotations.NullMarked;
