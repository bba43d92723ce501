// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Determines the routes of requests. The last one is remembered, since most requests of a client have the same URI. Safe
 * for use by any thread.
 */
final class Routes {

    private volatile @Nullable Known last;

    private record Known(URI uri, Route route) {}

    /** @throws IllegalArgumentException if there is no route to the URI */
    Route to(URI uri) {
        Known known = last;
        if (known == null || !known.uri.equals(uri)) {
            known = new Known(uri, Route.of(uri));
            last = known;
        }
        return known.route;
    }
}
