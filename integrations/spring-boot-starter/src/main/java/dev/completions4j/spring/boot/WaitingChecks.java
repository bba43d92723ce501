// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CallOptions;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the health checks that wait in their client: for a place, for a key, or for the end of a pause that the server
 * asked for. A check that times out there says nothing about the server.
 *
 * <p>As a bean, it is a listener of all clients.
 */
final class WaitingChecks implements CallListener.Factory {

    private static final String TAG = "completions4j.health-check";

    private final AtomicLong checks = new AtomicLong();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    /** Returns the options with the identity of a new check. */
    CallOptions begin(CallOptions options) {
        return options.toBuilder()
                .tag(TAG, String.valueOf(checks.incrementAndGet()))
                .build();
    }

    /** Returns whether a check waits; forgets the check. */
    boolean endsWaiting(CallOptions options) {
        return waiting.remove(id(options));
    }

    @Override
    public @Nullable CallListener onCall(CallInfo call) {
        String id = id(call.options());
        if (id.isEmpty()) {
            return null;
        }
        waiting.add(id);
        return new CallListener() {
            @Override
            public void onAttempt(int attempt, String baseUrl) {
                waiting.remove(id);
            }
        };
    }

    private static String id(CallOptions options) {
        return options.tags().getOrDefault(TAG, "");
    }
}
