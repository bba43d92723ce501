// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a recording leaves out.
 *
 * <p>Headers and query parameters are kept only if they are named here; a parameter that is not keeps its name. The values
 * that a request was sent with and that are left out are secrets: they are masked wherever they come back, in response
 * headers that are kept and in bodies, as they are, as JSON writes them and as in a URL, split over buffers or not. Of a
 * value of several words, such as {@code Bearer} and a key, each word of eight characters or more is masked. Masking puts
 * an asterisk in place of each byte, so that lengths and the boundaries of buffers stay.
 *
 * <p>Bodies are kept otherwise, prompts included, unless a pattern masks them. One with a content coding can't be masked,
 * and what a transport sends by itself, such as a proxy's credentials, is masked only if {@link #hiding} names it.
 *
 * <p>Immutable.
 */
public final class Redaction {

    private static final Redaction STANDARD = new Redaction(
            Set.of(
                    "accept",
                    "accept-encoding",
                    "apim-request-id",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "date",
                    "openai-processing-ms",
                    "openai-version",
                    "retry-after",
                    "retry-after-ms",
                    "server",
                    "transfer-encoding",
                    "user-agent",
                    "x-ratelimit-limit-requests",
                    "x-ratelimit-limit-tokens",
                    "x-ratelimit-remaining-requests",
                    "x-ratelimit-remaining-tokens",
                    "x-ratelimit-reset-requests",
                    "x-ratelimit-reset-tokens",
                    "x-request-id",
                    "x-should-retry"),
            Set.of("api-version"),
            List.of());

    /** Shorter ones would be found in ordinary words. */
    private static final int MIN_CREDENTIAL_LENGTH = 8;

    private static final String REMOVED = "REMOVED";

    private final Set<String> headers;
    private final Set<String> queryParameters;
    private final List<Pattern> masked;

    private Redaction(Set<String> headers, Set<String> queryParameters, List<Pattern> masked) {
        this.headers = headers;
        this.queryParameters = queryParameters;
        this.masked = masked;
    }

    /**
     * Keeps the headers that describe bodies, limits and retries, the requests' ids and the query parameter {@code
     * api-version}; masks nothing but credentials.
     */
    public static Redaction standard() {
        return STANDARD;
    }

    /** This redaction, but that header is kept, in requests and in responses. */
    public Redaction keepingHeader(String name) {
        return new Redaction(added(headers, name.toLowerCase(Locale.ROOT)), queryParameters, masked);
    }

    /** This redaction, but the value of that query parameter is kept. */
    public Redaction keepingQueryParameter(String name) {
        return new Redaction(headers, added(queryParameters, name), masked);
    }

    /**
     * This redaction, but that text is masked wherever it stands, in any of the ways in which it can be written.
     *
     * @param secret eight characters or more
     * @throws IllegalArgumentException if it is shorter; the message does not show it
     */
    public Redaction hiding(String secret) {
        if (secret.length() < MIN_CREDENTIAL_LENGTH) {
            throw new IllegalArgumentException("The secret has " + secret.length() + " characters; give at least "
                    + MIN_CREDENTIAL_LENGTH + ", or ordinary words would be masked");
        }
        return masking(SecretPattern.of(secret));
    }

    /**
     * This redaction, and what the pattern finds in bodies and in response headers is masked, of requests and of responses.
     *
     * <p>A body is searched as a whole, whatever the buffers in which it came: as UTF-8, or as ISO 8859-1 if it is none.
     */
    public Redaction masking(Pattern pattern) {
        return new Redaction(
                headers,
                queryParameters,
                Stream.concat(masked.stream(), Stream.of(pattern)).toList());
    }

    HttpHeaders headers(HttpHeaders all) {
        HttpHeaders.Builder kept = HttpHeaders.builder();
        all.forEach((name, value) -> {
            if (headers.contains(name.toLowerCase(Locale.ROOT))) {
                kept.add(name, value);
            }
        });
        return kept.build();
    }

    /** The head with the headers that are kept, masked. */
    ResponseHead head(ResponseHead head, Mask mask) {
        HttpHeaders.Builder masked = HttpHeaders.builder();
        headers(head.headers()).forEach((name, value) -> masked.add(name, mask.masked(value)));
        return new ResponseHead(head.status(), head.protocol(), masked.build());
    }

    /** The raw query with the values removed that are not kept; empty if there is none. */
    String query(URI uri) {
        return parameters(uri)
                .map(each -> isKept(each) || each.indexOf('=') < 0 ? each : nameOf(each) + "=" + REMOVED)
                .collect(Collectors.joining("&"));
    }

    /** What masks the response and the bodies of that exchange. */
    Mask mask(TransportRequest request) {
        List<Pattern> patterns = new ArrayList<>(masked);
        secrets(request)
                .filter(each -> each.length() >= MIN_CREDENTIAL_LENGTH)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(SecretPattern::of)
                .forEach(patterns::add);
        return new Mask(patterns);
    }

    private Stream<String> secrets(TransportRequest request) {
        List<String> values = new ArrayList<>();
        request.headers().forEach((name, value) -> {
            if (!headers.contains(name.toLowerCase(Locale.ROOT))) {
                values.add(value);
            }
        });
        parameters(request.uri())
                .filter(each -> !isKept(each))
                .map(each -> URLDecoder.decode(valueOf(each), UTF_8))
                .forEach(values::add);
        return values.stream().flatMap(Redaction::wordsOf);
    }

    /** The long words of a value, with what stands behind a cookie's name; the value itself if it has none. */
    private static Stream<String> wordsOf(String value) {
        List<String> words = Arrays.stream(value.split("[ ;,]+"))
                .flatMap(word -> Stream.of(word, valueOf(word)))
                .filter(word -> word.length() >= MIN_CREDENTIAL_LENGTH)
                .toList();
        if (words.isEmpty()) {
            return Stream.of(value);
        }
        return value.regionMatches(true, 0, "Basic ", 0, 6)
                ? Stream.concat(
                        words.stream(), userAndPassword(value.substring(6).strip()))
                : words.stream();
    }

    private static Stream<String> userAndPassword(String base64) {
        try {
            String decoded = new String(Base64.getDecoder().decode(base64), UTF_8);
            return Stream.of(decoded, decoded.substring(decoded.indexOf(':') + 1));
        } catch (IllegalArgumentException notBase64) {
            return Stream.empty();
        }
    }

    private boolean isKept(String parameter) {
        return queryParameters.contains(nameOf(parameter));
    }

    private static Stream<String> parameters(URI uri) {
        String query = uri.getRawQuery();
        return query == null ? Stream.empty() : Arrays.stream(query.split("&"));
    }

    private static String nameOf(String parameter) {
        int end = parameter.indexOf('=');
        return end < 0 ? parameter : parameter.substring(0, end);
    }

    private static String valueOf(String parameter) {
        return parameter.substring(parameter.indexOf('=') + 1);
    }

    private static Set<String> added(Set<String> names, String name) {
        return Stream.concat(names.stream(), Stream.of(name)).collect(Collectors.toUnmodifiableSet());
    }
}
