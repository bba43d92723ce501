// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.Order;

/**
 * The beans that apply to a client: those with a {@link Qualifier} of its name, and those without a qualifier, which
 * apply to all clients. The qualifier is an annotation of the factory method or of the class. Beans of other clients are
 * not created, unless only the class of the created object has the qualifier.
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
        return applying(type)
                .sorted(AnnotationAwareOrderComparator.INSTANCE.withSourceProvider(this::orderSources))
                .map(each -> type.cast(each.bean()))
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
        List<Named> found = applying(type)
                .filter(each -> Objects.equals(qualifier(each), qualifier))
                .toList();
        if (found.size() > 1) {
            throw new NoUniqueBeanDefinitionException(
                    type, found.stream().map(Named::name).sorted().toList());
        }
        return found.isEmpty() ? null : type.cast(found.get(0).bean());
    }

    private Stream<Named> applying(Class<?> type) {
        return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type))
                .filter(name -> !ScopedProxyUtils.isScopedTarget(name))
                .filter(name -> applies(qualifier(name)))
                .map(name -> new Named(name, beanFactory.getBean(name)))
                // A factory method may return null, which is not of the type here.
                .filter(each -> type.isInstance(each.bean()))
                .filter(each -> applies(qualifier(each)));
    }

    private boolean applies(@Nullable String qualifier) {
        return qualifier == null || qualifier.equals(client);
    }

    /** Before an object exists, only the declared type of the bean is known, which may be an interface. */
    private @Nullable String qualifier(Named bean) {
        String known = qualifier(bean.name());
        return known == null
                ? value(AnnotationUtils.findAnnotation(AopUtils.getTargetClass(bean.bean()), Qualifier.class))
                : known;
    }

    private @Nullable String qualifier(String bean) {
        return value(annotation(bean, Qualifier.class));
    }

    private static @Nullable String value(@Nullable Qualifier qualifier) {
        return qualifier == null ? null : qualifier.value();
    }

    /** The comparator itself does not see the annotations of factory methods. */
    private Object orderSources(Object named) {
        Named bean = (Named) named;
        Order order = annotation(bean.name(), Order.class);
        return order == null ? bean.bean() : (Ordered) order::value;
    }

    /** Returns an annotation of a bean's class or factory method; a scoped proxy has neither, but its target has. */
    private <A extends Annotation> @Nullable A annotation(String bean, Class<A> type) {
        ListableBeanFactory factory = factoryOf(bean);
        String target = ScopedProxyUtils.getTargetBeanName(bean);
        return factory.findAnnotationOnBean(factory.containsBeanDefinition(target) ? target : bean, type);
    }

    /** A factory finds annotations of factory methods only for its own beans, not for those of its parent. */
    private ListableBeanFactory factoryOf(String bean) {
        ListableBeanFactory factory = beanFactory;
        while (factory instanceof HierarchicalBeanFactory child
                && !child.containsLocalBean(bean)
                && child.getParentBeanFactory() instanceof ListableBeanFactory parent) {
            factory = parent;
        }
        return factory;
    }

    private record Named(String name, Object bean) {}
}
