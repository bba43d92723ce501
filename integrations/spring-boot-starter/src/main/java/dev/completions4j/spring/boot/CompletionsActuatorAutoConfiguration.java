// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Masks the secrets of clients in Actuator's endpoints.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CompletionsAutoConfiguration.class)
@ConditionalOnClass(SanitizingFunction.class)
public final class CompletionsActuatorAutoConfiguration {

    CompletionsActuatorAutoConfiguration() {}

    @Bean
    SanitizingFunction completionsSecretSanitizer(ObjectProvider<CompletionsProperties> properties) {
        return new SecretSanitizer(properties);
    }
}
