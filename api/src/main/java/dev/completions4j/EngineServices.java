// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Locates a service of the engine through the thread's context class loader, or else through the loader of this API.
 *
 * <p>The context class loader may belong to another application, or to one that a plug-in runs in, and find the engine
 * of another copy of this API, which is ignored.
 */
final class EngineServices<T> {

    private final Map<Class<?>, T> found = new LinkedHashMap<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Class<T> type;

    private EngineServices(Class<T> type) {
        this.type = type;
    }

    /**
     * Returns the only service of a type.
     *
     * @throws IllegalStateException if there is none, or more than one
     */
    static <T> T only(Class<T> type) {
        EngineServices<T> services = new EngineServices<>(type);
        services.collect(Thread.currentThread().getContextClassLoader());
        if (services.found.isEmpty()) {
            services.collect(type.getClassLoader());
        }
        return services.theOnlyOne();
    }

    private T theOnlyOne() {
        if (found.size() == 1) {
            return found.values().iterator().next();
        }
        if (found.isEmpty()) {
            IllegalStateException none = new IllegalStateException(
                    "No completions4j engine was found; add the artifact dev.completions4j:completions4j-core. If all"
                            + " artifacts are packed into one jar, keep their file META-INF/services/"
                            + type.getName());
            failures.forEach(none::addSuppressed);
            throw none;
        }
        List<String> names = new ArrayList<>();
        found.keySet().forEach(each -> names.add(each.getName()));
        throw new IllegalStateException(
                "More than one completions4j engine was found: " + String.join(", ", names) + "; keep one");
    }

    private void collect(@Nullable ClassLoader classLoader) {
        Iterator<T> all = ServiceLoader.load(type, classLoader).iterator();
        // A class loader that cannot read its files fails each time; the limit exceeds the number of failing providers.
        for (int failuresLeft = 100; failuresLeft > 0; failuresLeft--) {
            try {
                while (all.hasNext()) {
                    T service = all.next();
                    found.putIfAbsent(service.getClass(), service);
                }
                return;
            } catch (ServiceConfigurationError e) {
                failures.add(e);
            }
        }
    }
}
