// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.MultiMap;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Accepts requests of the playground's own page only.
 *
 * <p>Any page in the user's browser can send requests to the loopback address. {@code Host} reveals those whose name was
 * made to resolve to this machine, {@code Origin} and {@code Sec-Fetch-Site} those of other origins, and the token,
 * which only the page contains, those of programs that have not read it. Immutable.
 */
final class RequestGuard {

    /** The protocol of the WebSocket; the page offers the token as a second one. */
    static final String PROTOCOL = "completions4j.playground";

    /** The default, which clients leave out. */
    private static final int HTTP_PORT = 80;

    private static final int TOKEN_BYTES = 24;

    private final Set<String> hosts;
    private final String token;

    /** @param port the port of the page */
    RequestGuard(int port) {
        hosts = Stream.of("127.0.0.1", "localhost")
                .flatMap(name -> port == HTTP_PORT ? Stream.of(name, name + ":" + port) : Stream.of(name + ":" + port))
                .collect(Collectors.toUnmodifiableSet());
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Returns the token of this start, which consists of letters, digits, hyphens and underscores. */
    String token() {
        return token;
    }

    /** Returns why a request for a file of the page is refused; null if it is accepted. */
    @Nullable String refusalOfFile(String method, MultiMap headers) {
        String refusal = refusalOfHost(headers);
        if (refusal != null) {
            return refusal;
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return "Only GET and HEAD are supported";
        }
        return isOfOwnPage(headers) || isLinkFollowed(headers) ? null : "Requests of other pages are refused";
    }

    /** Returns why a request for the WebSocket is refused; null if it is accepted. */
    @Nullable String refusalOfSession(MultiMap headers) {
        String refusal = refusalOfHost(headers);
        if (refusal != null) {
            return refusal;
        }
        String origin = headers.get("Origin");
        if (origin == null || !origin.equals("http://" + headers.get("Host")) || !isOfOwnPage(headers)) {
            return "Requests of other pages are refused";
        }
        return hasToken(headers) ? null : "The token is not that of this start; reload the page";
    }

    private @Nullable String refusalOfHost(MultiMap headers) {
        String host = headers.get("Host");
        return host != null && headers.getAll("Host").size() == 1 && hosts.contains(host)
                ? null
                : "The header Host does not name this server; open http://127.0.0.1 with its port";
    }

    /** Browsers that are too old for this header are left to the other checks. */
    private static boolean isOfOwnPage(MultiMap headers) {
        String site = headers.get("Sec-Fetch-Site");
        return site == null || site.equals("same-origin") || site.equals("none");
    }

    /** A link to the page from elsewhere shows the page and nothing else, since it can be in no frame. */
    private static boolean isLinkFollowed(MultiMap headers) {
        return "navigate".equals(headers.get("Sec-Fetch-Mode")) && "document".equals(headers.get("Sec-Fetch-Dest"));
    }

    private boolean hasToken(MultiMap headers) {
        String offered = headers.get("Sec-WebSocket-Protocol");
        String expected = PROTOCOL + ", " + token;
        return offered != null && MessageDigest.isEqual(offered.getBytes(US_ASCII), expected.getBytes(US_ASCII));
    }
}
