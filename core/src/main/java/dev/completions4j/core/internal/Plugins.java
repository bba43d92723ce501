// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import dev.completions4j.core.internal.concurrent.Log;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.spi.CompletionsPlugin;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;

/** The interceptors and listeners of the discovered plug-ins; plug-ins that fail are logged and skipped. */
final class Plugins {

    private final List<CompletionsInterceptor> interceptors = new ArrayList<>();
    private final List<CallListener.Factory> listeners = new ArrayList<>();

    private Plugins() {}

    static Plugins none() {
        return new Plugins();
    }

    /** Finds the plug-ins that are visible to the API's class loader. */
    static Plugins find() {
        Plugins found = new Plugins();
        Iterator<CompletionsPlugin> all = ServiceLoader.load(
                        CompletionsPlugin.class, CompletionsPlugin.class.getClassLoader())
                .iterator();
        // A class loader that cannot read its files fails each time; the limit exceeds the number of failing plug-ins.
        int failuresLeft = 100;
        while (failuresLeft > 0) {
            try {
                if (!all.hasNext()) {
                    break;
                }
                found.add(all.next());
            } catch (Throwable e) {
                failuresLeft--;
                Log.warn("A plug-in failed and is skipped", e);
            }
        }
        return found;
    }

    private void add(CompletionsPlugin plugin) {
        CompletionsInterceptor interceptor = plugin.interceptor();
        CallListener.Factory listener = plugin.listener();
        if (interceptor != null) {
            interceptors.add(interceptor);
        }
        if (listener != null) {
            listeners.add(listener);
        }
    }

    List<CompletionsInterceptor> interceptorsBefore(List<CompletionsInterceptor> more) {
        return joined(interceptors, more);
    }

    List<CallListener.Factory> listenersBefore(List<CallListener.Factory> more) {
        return joined(listeners, more);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
