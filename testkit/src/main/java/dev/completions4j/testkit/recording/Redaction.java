package dev.completions4j.testkit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a recording leaves out.
 *
 * <p>Headers and query parameters are kept only if they are named here; a parameter that is not keeps its name.
 * Credentials among what is left out are masked in bodies too, where a server might repeat them: the values of {@code
 * Authorization}, {@code Proxy-Authorization}, {@code Cookie}, {@code api-key}, {@code x-api-key} and of the query
 * parameters, if they have eight characters or more. Masking puts an asterisk in place of each byte, so that lengths and
 * the boundaries of buffers stay.
 *
 * <p>Bodies are kept otherwise, prompts included, unless a pattern masks them. One with a content coding can't be masked.
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

    private static final List<String> KEY_HEADERS =
            List.of("authorization", "proxy-authorization", "api-key", "x-api-key");
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
     * This redaction, and what the pattern finds in bodies is masked, of requests and of responses.
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

    ResponseHead head(ResponseHead head) {
        return new ResponseHead(head.status(), head.protocol(), headers(head.headers()));
    }

    /** The raw query with the values removed that are not kept; empty if there is none. */
    String query(URI uri) {
        return parameters(uri)
                .map(each -> isKept(each) || each.indexOf('=') < 0 ? each : nameOf(each) + "=" + REMOVED)
                .collect(Collectors.joining("&"));
    }

    /** What masks the bodies of that exchange. */
    Mask mask(TransportRequest request) {
        List<Pattern> patterns = new ArrayList<>(masked);
        credentials(request)
                .filter(each -> each.length() >= MIN_CREDENTIAL_LENGTH)
                .map(Pattern::quote)
                .map(Pattern::compile)
                .forEach(patterns::add);
        return new Mask(patterns);
    }

    private Stream<String> credentials(TransportRequest request) {
        HttpHeaders all = request.headers();
        Stream<String> keys = KEY_HEADERS.stream()
                .flatMap(name -> all.all(name).stream())
                // A scheme such as Bearer stands before the key.
                .flatMap(value -> Arrays.stream(value.split(" +")));
        Stream<String> cookies = all.all("cookie").stream()
                .flatMap(value -> Arrays.stream(value.split("; *")))
                .map(Redaction::valueOf);
        Stream<String> parameters = parameters(request.uri())
                .filter(each -> !isKept(each))
                .map(Redaction::valueOf)
                .flatMap(value -> Stream.of(value, URLDecoder.decode(value, UTF_8)));
        return Stream.of(keys, cookies, parameters).flatMap(each -> each);
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
