// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

import dev.completions4j.CompletionsClient;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CompletionsInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Adds to every client of the process what its artifact has to offer; found by {@link java.util.ServiceLoader}.
 *
 * <p>Its interceptor stands around those that the application adds. {@link CompletionsClient.Builder#withoutPlugins()}
 * leaves all plugins out. One that can't be loaded, or that throws, is logged and left out.
 */
public interface CompletionsPlugin {

    /** Asked once for each client; null for none. */
    default @Nullable CompletionsInterceptor interceptor() {
        return null;
    }

    /** Asked once for each client; null for none. */
    default CallListener.@Nullable Factory listener() {
        return null;
    }
}
