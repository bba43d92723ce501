// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Locates the engine through the thread's context class loader, or else through the loader of this API. */
final class CompletionsClientProviders {

    private CompletionsClientProviders() {}

    static CompletionsClientProvider only() {
        Map<Class<?>, CompletionsClientProvider> found = new LinkedHashMap<>();
        collect(found, Thread.currentThread().getContextClassLoader());
        if (found.isEmpty()) {
            collect(found, CompletionsClient.class.getClassLoader());
        }
        if (found.size() == 1) {
            return found.values().iterator().next();
        }
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    "No completions4j engine was found; add the artifact dev.completions4j:completions4j-core");
        }
        List<String> names = new ArrayList<>();
        found.keySet().forEach(type -> names.add(type.getName()));
        throw new IllegalStateException(
                "More than one completions4j engine was found: " + String.join(", ", names) + "; keep one");
    }

    private static void collect(Map<Class<?>, CompletionsClientProvider> found, @Nullable ClassLoader classLoader) {
        for (CompletionsClientProvider provider : ServiceLoader.load(CompletionsClientProvider.class, classLoader)) {
            found.putIfAbsent(provider.getClass(), provider);
        }
    }
}
