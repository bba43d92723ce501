// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a connection may lie idle before the server is likely to close it under the next request. */
final class KeepAlive {

    /** Common servers close plain connections after five seconds. */
    private static final Duration PLAIN = Duration.ofSeconds(4);

    /** What answers over TLS is a gateway as a rule, which waits longer. */
    private static final Duration TLS = Duration.ofSeconds(30);

    private static final Pattern TIMEOUT =
            Pattern.compile("(?:^|[,\\s])timeout\\s*=\\s*(\\d{1,9})(?!\\d)", Pattern.CASE_INSENSITIVE);

    private KeepAlive() {}

    /**
     * The time for which to keep an idle connection.
     *
     * @param hint the value of the response's Keep-Alive header, null if it had none; a server that names its timeout
     *     gets one second less
     * @return zero if it is not worth keeping
     */
    static Duration idleTime(Route route, @Nullable String hint) {
        if (hint != null) {
            Matcher timeout = TIMEOUT.matcher(hint);
            if (timeout.find()) {
                return Duration.ofSeconds(Math.max(0, Long.parseLong(timeout.group(1)) - 1));
            }
        }
        return route.isTls() ? TLS : PLAIN;
    }
}
