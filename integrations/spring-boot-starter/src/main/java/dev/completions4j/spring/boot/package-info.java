// SPDX-License-Identifier: Apache-2.0
/**
 * Clients as beans of a Spring Boot application, configured by properties.
 *
 * <p>Properties are those of {@link dev.completions4j.spring.boot.CompletionsProperties}. For settings that no property
 * can express, define a {@link dev.completions4j.spring.boot.CompletionsClientCustomizer}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.completions4j.spring.boot;

import org.jspecify.annotations.NullMarked;
