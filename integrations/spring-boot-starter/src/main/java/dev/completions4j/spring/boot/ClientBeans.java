// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * The beans that apply to a client: those with a {@link Qualifier} of its name, and those without a qualifier, which
 * apply to all clients.
 */
final class ClientBeans {

    private final ListableBeanFactory beanFactory;
    private final String client;

    ClientBeans(ListableBeanFactory beanFactory, String client) {
        this.beanFactory = beanFactory;
        this.client = client;
    }

    /** Returns the beans of a type that apply to the client, in their order. */
    <T> List<T> all(Class<T> type) {
        Set<T> ofOthers = Collections.newSetFromMap(new IdentityHashMap<>());
        BeanFactoryUtils.beansOfTypeIncludingAncestors(beanFactory, type).forEach((name, bean) -> {
            String qualifier = qualifier(name);
            if (qualifier != null && !qualifier.equals(client)) {
                ofOthers.add(bean);
            }
        });
        return beanFactory
                .getBeanProvider(type)
                .orderedStream()
                .filter(bean -> !ofOthers.contains(bean))
                .toList();
    }

    /**
     * Returns the bean with the qualifier of the client.
     *
     * @return null if there is none
     * @throws NoUniqueBeanDefinitionException if there are several
     */
    <T> @Nullable T ofClient(Class<T> type) {
        return only(type, client);
    }

    /**
     * Returns the bean without a qualifier.
     *
     * @return null if there is none
     * @throws NoUniqueBeanDefinitionException if there are several
     */
    <T> @Nullable T ofAllClients(Class<T> type) {
        return only(type, null);
    }

    private <T> @Nullable T only(Class<T> type, @Nullable String qualifier) {
        Map<String, T> found = new TreeMap<>();
        BeanFactoryUtils.beansOfTypeIncludingAncestors(beanFactory, type).forEach((name, bean) -> {
            String own = qualifier(name);
            if (own == null ? qualifier == null : own.equals(qualifier)) {
                found.put(name, bean);
            }
        });
        if (found.size() > 1) {
            throw new NoUniqueBeanDefinitionException(type, found.keySet());
        }
        return found.isEmpty() ? null : found.values().iterator().next();
    }

    private @Nullable String qualifier(String bean) {
        Qualifier qualifier = beanFactory.findAnnotationOnBean(bean, Qualifier.class);
        return qualifier == null ? null : qualifier.value();
    }
}
