// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Determines how long to keep an idle connection before the server is likely to close it. */
final class KeepAlive {

    /** Common servers close idle cleartext connections after five seconds. */
    private static final Duration PLAIN = Duration.ofSeconds(4);

    /** TLS is usually terminated by a gateway, which keeps idle connections longer. */
    private static final Duration TLS = Duration.ofSeconds(30);

    private static final Pattern TIMEOUT =
            Pattern.compile("(?:^|[,\\s])timeout\\s*=\\s*(\\d{1,9})(?!\\d)", Pattern.CASE_INSENSITIVE);

    private KeepAlive() {}

    /**
     * Returns the time for which to keep an idle connection.
     *
     * @param hint the value of the response's {@code Keep-Alive} header, whose timeout is reduced by one second; null
     *     if it had none
     * @return zero to close the connection
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
