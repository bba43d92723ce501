// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CompletionsClient;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Registers a bean for each named client, or the client of the top level if there are none. */
final class ClientRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;

    ClientRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        Binder binder = Binder.get(environment);
        Collection<String> configured =
                distinct(binder.bind("completions4j.clients", Bindable.mapOf(String.class, ClientProperties.class))
                        .map(Map::keySet)
                        .orElse(Set.of()));
        Collection<String> names = configured.isEmpty() ? List.of(ClientFactory.ONLY) : configured;
        String primary = binder.bind("completions4j.primary", String.class).orElse("");
        if (!primary.isEmpty() && !names.contains(primary)) {
            throw new InvalidClientException(
                    "The property 'completions4j.primary' is '" + primary + "', which is not the name of a client.",
                    "Set it to one of " + names + ".",
                    null);
        }
        for (String name : names) {
            if (registry.containsBeanDefinition(name)) {
                throw new InvalidClientException(
                        "The client '" + name + "' has the name of another bean.",
                        "Rename 'completions4j.clients." + name + "'.",
                        null);
            }
            registry.registerBeanDefinition(
                    name,
                    BeanDefinitionBuilder.rootBeanDefinition(CompletionsClient.class)
                            .setFactoryMethodOnBean("create", CompletionsAutoConfiguration.FACTORY)
                            .addConstructorArgValue(name)
                            .setDestroyMethodName("close")
                            .setPrimary(name.equals(primary))
                            .getBeanDefinition());
        }
    }

    /**
     * Returns the names without those that are another one as an environment variable spells it: in lower case, without
     * dashes and underscores. Their properties are the same. Names with other characters are written in brackets, and
     * no environment variable sets their properties.
     */
    private static Collection<String> distinct(Collection<String> names) {
        Map<String, String> distinct = new LinkedHashMap<>();
        for (String name : names) {
            String uniform = name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
            distinct.merge(uniform, name, (first, second) -> first.equals(uniform) ? second : first);
        }
        return distinct.values();
    }
}
