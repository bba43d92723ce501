// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CompletionsClient;

/**
 * Customizes the builder of a client before the client is created.
 *
 * <p>Define beans of this type for settings that no property can express. A bean with a
 * {@link org.springframework.beans.factory.annotation.Qualifier} applies to the client of that name; a bean without one
 * applies to all clients. Customizers are called in the order that {@code @Order} specifies, after the properties and
 * the other beans were applied, and may override both. Plug-ins have been discovered by then: to disable that, set the
 * property {@code completions4j.discover-plugins}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CompletionsClientCustomizer {

    /**
     * Customizes the builder.
     *
     * @param builder the builder of the client
     */
    void customize(CompletionsClient.Builder builder);
}
