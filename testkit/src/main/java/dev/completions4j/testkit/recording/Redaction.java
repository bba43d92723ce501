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
 * Specifies what a recording leaves out.
 *
 * <p>Only the headers and query parameters named by a redaction are kept; other parameters keep their name, unless they
 * have no value. The values of the headers and parameters of a request that are left out are secrets: they are masked
 * wherever the request or the response repeats them, in the path, in the parameters and headers that are kept and in
 * bodies, whether literally, JSON-encoded or URL-encoded, even if they span buffers. If a value has several words, such
 * as {@code Bearer} and a key, each word of at least eight characters is masked. A mask replaces each byte with an
 * asterisk, so lengths and buffer boundaries do not change.
 *
 * <p>Otherwise, bodies are kept, including prompts, unless a pattern masks them. Bodies with a content coding cannot be
 * masked. Values that a transport adds, such as the credentials of a proxy, are masked only if they are passed to
 * {@link #hiding}.
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

    /** Shorter values would match within ordinary words. */
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
     * Returns a redaction that keeps the headers about bodies, rate limits, retries and request ids and the query
     * parameter {@code api-version}, and masks only credentials.
     */
    public static Redaction standard() {
        return STANDARD;
    }

    /**
     * Returns this redaction with one more header that is kept, in requests and responses.
     *
     * @param name the header name, case-insensitive
     */
    public Redaction keepingHeader(String name) {
        return new Redaction(added(headers, name.toLowerCase(Locale.ROOT)), queryParameters, masked);
    }

    /**
     * Returns this redaction with one more query parameter whose value is kept.
     *
     * @param name the name of the parameter, case-sensitive
     */
    public Redaction keepingQueryParameter(String name) {
        return new Redaction(headers, added(queryParameters, name), masked);
    }

    /**
     * Returns this redaction with one more secret, which is masked wherever it occurs in a request or response,
     * literally or encoded.
     *
     * @param secret the secret, at least eight characters
     * @throws IllegalArgumentException if the secret is shorter; the message does not contain it
     */
    public Redaction hiding(String secret) {
        if (secret.length() < MIN_CREDENTIAL_LENGTH) {
            throw new IllegalArgumentException(
                    "The secret has " + secret.length() + " characters; it must have at least " + MIN_CREDENTIAL_LENGTH
                            + ", or ordinary words would be masked");
        }
        return masking(SecretPattern.of(secret));
    }

    /**
     * Returns this redaction with one more pattern, whose matches in paths, queries, headers and bodies are masked.
     *
     * <p>A body is searched as a whole, regardless of its buffers: as UTF-8, or as ISO 8859-1 if it is not valid UTF-8.
     *
     * @param pattern the pattern
     */
    public Redaction masking(Pattern pattern) {
        return masking(Stream.of(pattern));
    }

    private Redaction masking(Stream<Pattern> patterns) {
        return new Redaction(
                headers,
                queryParameters,
                Stream.concat(masked.stream(), patterns).toList());
    }

    /** Returns the headers that are kept, masked. */
    HttpHeaders headers(HttpHeaders all, Mask mask) {
        HttpHeaders.Builder kept = HttpHeaders.builder();
        all.forEach((name, value) -> {
            if (headers.contains(name.toLowerCase(Locale.ROOT))) {
                kept.add(name, mask.masked(value));
            }
        });
        return kept.build();
    }

    /** Returns the head with only the headers that are kept, masked. */
    ResponseHead head(ResponseHead head, Mask mask) {
        return new ResponseHead(head.status(), head.protocol(), headers(head.headers(), mask));
    }

    /** Returns the raw path and query, masked and without the values of parameters that are not kept. */
    String target(URI uri, Mask mask) {
        String path = mask.masked(uri.getRawPath());
        String query = parameters(uri).map(this::withoutValue).collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + mask.masked(query);
    }

    private String withoutValue(String parameter) {
        if (isKept(parameter)) {
            return parameter;
        }
        // What has no name may be a key.
        return parameter.indexOf('=') < 0 ? REMOVED : nameOf(parameter) + "=" + REMOVED;
    }

    /** Returns the mask of an exchange's request and response. */
    Mask mask(TransportRequest request) {
        List<Pattern> patterns = new ArrayList<>(masked);
        secrets(request)
                .filter(each -> each.length() >= MIN_CREDENTIAL_LENGTH)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .flatMap(SecretPattern::of)
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

    /** Returns the long words of a value, and the values of its cookies; the value itself if it has no long words. */
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
