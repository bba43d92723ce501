// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CompletionsClient;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.spi.CompletionsPlugin;
import java.util.Iterator;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Applies the plug-ins on the class path, as the client's own discovery does, except those that beans of the context
 * replace.
 */
final class PluginDiscovery {

    private static final System.Logger LOGGER = System.getLogger("dev.completions4j");

    private final Set<Class<? extends CompletionsPlugin>> replaced;

    PluginDiscovery(Set<Class<? extends CompletionsPlugin>> replaced) {
        this.replaced = replaced;
    }

    /** Applies the plug-ins that are visible to the API's class loader; those that fail are logged and skipped. */
    void applyTo(CompletionsClient.Builder builder) {
        Iterator<ServiceLoader.Provider<CompletionsPlugin>> all =
                ServiceLoader.load(CompletionsPlugin.class, CompletionsPlugin.class.getClassLoader()).stream()
                        .iterator();
        // A class loader that cannot read its files fails each time; the limit exceeds the number of failing plug-ins.
        int failuresLeft = 100;
        while (failuresLeft > 0) {
            try {
                if (!all.hasNext()) {
                    break;
                }
                ServiceLoader.Provider<CompletionsPlugin> provider = all.next();
                if (!replaced.contains(provider.type())) {
                    apply(provider.get(), builder);
                }
            } catch (Throwable e) {
                failuresLeft--;
                LOGGER.log(System.Logger.Level.WARNING, "A plug-in failed and is skipped", e);
            }
        }
    }

    /** Applies a plug-in; what it throws passes through. */
    static void apply(CompletionsPlugin plugin, CompletionsClient.Builder builder) {
        CompletionsInterceptor interceptor = plugin.interceptor();
        CallListener.Factory listener = plugin.listener();
        if (interceptor != null) {
            builder.interceptor(interceptor);
        }
        if (listener != null) {
            builder.listener(listener);
        }
    }
}
