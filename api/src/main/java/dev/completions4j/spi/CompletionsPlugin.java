// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

import dev.completions4j.CompletionsClient;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CompletionsInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Adds an interceptor and a listener to every client in the process. Plug-ins are located by
 * {@link java.util.ServiceLoader}.
 *
 * <p>A plug-in's interceptor runs before those that the application adds.
 * {@link CompletionsClient.Builder#discoverPlugins} disables plug-in discovery. A plug-in that cannot be loaded, or
 * that throws, is logged and ignored.
 *
 * <p>Libraries implement this interface; methods added to it in later releases have default implementations.
 *
 * @since 0.1.0
 */
public interface CompletionsPlugin {

    /** Returns the interceptor of a client. Called once per client; may return null. */
    default @Nullable CompletionsInterceptor interceptor() {
        return null;
    }

    /** Returns the listener factory of a client. Called once per client; may return null. */
    default CallListener.@Nullable Factory listener() {
        return null;
    }
}
