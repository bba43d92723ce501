// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.completions4j.ServerProfile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.json.JsonParserFactory;

/** What each property sets. */
class PropertiesConfigurerTest {

    /** The properties of a client, each with a value and the call of the builder that it leads to. */
    private static final List<Row> ROWS = List.of(
            new Row("base-url", "http://a/v1", "baseUrl(http://a/v1)"),
            new Row("base-urls", "http://a/v1,http://b/v1", "baseUrls([http://a/v1, http://b/v1])"),
            new Row("api-key", "k-1", "apiKey(k-1)"),
            new Row("profile", "llama-cpp", "profile(" + ServerProfile.llamaCpp() + ")"),
            new Row("organization", "org", "organization(org)"),
            new Row("project", "prj", "project(prj)"),
            new Row("headers.X-Tenant", "7", "header(X-Tenant, 7)"),
            new Row("query-parameters.api-version", "preview", "queryParameter(api-version, preview)"),
            new Row("transport", "netty", "transport(netty)"),
            new Row("require-tls", "true", "requireTls(true)"),
            new Row("max-in-flight", "7", "maxInFlight(7)"),
            new Row("max-queued", "0", "maxQueued(0)"),
            new Row("max-response-size", "2MB", "maxResponseBytes(2097152)"),
            new Row("pace-by-rate-limits", "true", "paceByRateLimits(true)"),
            new Row("discover-plugins", "false", "discoverPlugins(false)"),
            new Row("log-bodies", "true", "logBodies(true)"),
            new Row("ssl.bundle", "internal", "sslContext(SSLContext)"),
            new Row("timeouts.connect", "2s", "connectTimeout(PT2S)"),
            new Row("timeouts.total", "5m", "timeout(TOTAL, PT5M)"),
            new Row("timeouts.response-headers", "20s", "timeout(RESPONSE_HEADERS, PT20S)"),
            new Row("timeouts.first-chunk", "10s", "timeout(FIRST_CHUNK, PT10S)"),
            new Row("timeouts.between-chunks", "5s", "timeout(BETWEEN_CHUNKS, PT5S)"),
            new Row("timeouts.read-idle", "0", "noTimeout(READ_IDLE)"),
            new Row("timeouts.first-demand", "PT7S", "timeout(FIRST_DEMAND, PT7S)"),
            new Row("timeouts.consumer-stall", "1h", "timeout(CONSUMER_STALL, PT1H)"),
            new Row("retries.max-attempts", "1", retries("maxAttempts=3", "maxAttempts=1")),
            new Row("retries.base-delay", "1s", retries("baseDelay=PT0.5S", "baseDelay=PT1S")),
            new Row("retries.min-delay", "0", retries("minDelay=PT0.05S", "minDelay=PT0S")),
            new Row("retries.max-delay", "2s", retries("maxDelay=PT8S", "maxDelay=PT2S")),
            new Row("retries.max-retry-after", "5s", retries("maxRetryAfter=PT1M", "maxRetryAfter=PT5S")),
            new Row("retries.retry-unanswered", "false", retries("retryUnanswered=true", "retryUnanswered=false")),
            new Row("retries.budget", "0", retries("budget=100", "budget=0")));

    /** The properties of the proxy lead to one call. */
    private static final Map<String, String> PROXY = Map.of(
            "proxy.type", "socks5", "proxy.host", "p", "proxy.port", "1080", "proxy.user", "u", "proxy.password", "s");

    private static final Set<String> OF_THE_TOP_LEVEL_ONLY =
            Set.of("clients", "enabled", "health.timeout", "primary", "shutdown-grace");

    static List<Row> rows() {
        return ROWS;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void setsWhatThePropertySays(Row row) {
        assertThat(BuilderCalls.of(Map.of("completions4j." + row.property, row.value), ClientFactory.ONLY))
                .containsExactly(row.call);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void inheritsWhatTheClientDoesNotSet(Row row) {
        Map<String, String> properties =
                Map.of("completions4j." + row.property, row.value, "completions4j.clients.chat.max-queued", "5");

        assertThat(BuilderCalls.of(properties, "chat"))
                .contains(row.property.equals("max-queued") ? "maxQueued(5)" : row.call);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void setsWhatThePropertyOfTheClientSays(Row row) {
        assertThat(BuilderCalls.of(Map.of("completions4j.clients.chat." + row.property, row.value), "chat"))
                .containsExactly(row.call);
    }

    @Test
    void setsTheProxy() {
        assertThat(BuilderCalls.of(prefixed("completions4j.", PROXY), ClientFactory.ONLY))
                .containsExactly("proxy(socks5://p:1080 as u)");
        assertThat(BuilderCalls.of(
                        Map.of("completions4j.proxy.host", "p", "completions4j.proxy.port", "3128"),
                        ClientFactory.ONLY))
                .containsExactly("proxy(http://p:3128)");
    }

    static Stream<Arguments> proxiesOfAClient() {
        return Stream.of(
                arguments(Map.of("port", "3"), "http://top:3 as of-top"),
                arguments(Map.of("type", "socks5"), "socks5://top:1 as of-top"),
                arguments(Map.of("user", "u", "password", "s"), "http://top:1 as u"),
                arguments(Map.of("host", "", "port", "3", "user", "", "password", ""), "http://top:3 as of-top"),
                arguments(Map.of("host", "own"), "http://own:1"),
                arguments(Map.of("host", "own", "port", "3"), "http://own:3"),
                arguments(Map.of("host", "own", "user", "u", "password", "s"), "http://own:1 as u"));
    }

    @ParameterizedTest
    @MethodSource("proxiesOfAClient")
    void inheritsWhatTheClientDoesNotSetOfTheProxy(Map<String, String> own, String proxy) {
        Map<String, String> properties = new LinkedHashMap<>(Map.of(
                "completions4j.proxy.host", "top",
                "completions4j.proxy.port", "1",
                "completions4j.proxy.user", "of-top",
                "completions4j.proxy.password", "password-of-top"));
        properties.putAll(prefixed("completions4j.clients.chat.proxy.", own));

        assertThat(BuilderCalls.of(properties, "chat")).containsExactly("proxy(" + proxy + ")");
    }

    @Test
    void knowsEveryPropertyOfTheMetadata() throws IOException {
        Set<String> known = new TreeSet<>(OF_THE_TOP_LEVEL_ONLY);
        known.addAll(PROXY.keySet());
        ROWS.forEach(row -> known.add(row.property.replaceFirst("^(headers|query-parameters)\\..*", "$1")));

        assertThat(namesInMetadata()).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void describesEveryProperty() throws IOException {
        for (Map<String, ?> property : metadata()) {
            assertThat(property.get("description"))
                    .as(String.valueOf(property.get("name")))
                    .asString()
                    .endsWith(".");
        }
    }

    @Test
    void offersTheProfilesOfTheLibrary() {
        Set<ServerProfile> offered =
                Arrays.stream(Profile.values()).map(Profile::serverProfile).collect(Collectors.toSet());

        assertThat(offered)
                .isEqualTo(
                        ServerProfile.names().stream().map(ServerProfile::named).collect(Collectors.toSet()));
    }

    @Test
    void overridesHeadersOfTheTopLevel() {
        Map<String, String> properties = Map.of(
                "completions4j.headers.X-Tenant", "7",
                "completions4j.headers.X-Region", "eu",
                "completions4j.clients.chat.headers.X-Tenant", "8");

        assertThat(BuilderCalls.of(properties, "chat"))
                .containsSubsequence("header(X-Tenant, 7)", "header(X-Tenant, 8)")
                .contains("header(X-Region, eu)");
    }

    @Test
    void keepsKeysFromOtherServers() {
        Map<String, String> properties = Map.of(
                "completions4j.base-url", "http://a/v1",
                "completions4j.api-key", "key-of-a",
                "completions4j.profile", "vllm",
                "completions4j.organization", "org-of-a",
                "completions4j.headers.Authorization", "Bearer key-of-a",
                "completions4j.max-in-flight", "7",
                "completions4j.clients.chat.base-url", "http://b/v1");

        assertThat(BuilderCalls.of(properties, "chat")).containsExactly("baseUrl(http://b/v1)", "maxInFlight(7)");
    }

    @Test
    void sharesTheKeyOfATopLevelWithoutServer() {
        Map<String, String> properties =
                Map.of("completions4j.api-key", "shared", "completions4j.clients.chat.base-url", "http://b/v1");

        assertThat(BuilderCalls.of(properties, "chat")).containsExactly("baseUrl(http://b/v1)", "apiKey(shared)");
    }

    static Stream<String> propertiesThatMayBeEmpty() {
        return Stream.concat(ROWS.stream().map(Row::property), PROXY.keySet().stream())
                .filter(property -> !property.matches("(headers|query-parameters).*"));
    }

    @ParameterizedTest
    @MethodSource("propertiesThatMayBeEmpty")
    void ignoresEmptyValues(String property) {
        assertThat(BuilderCalls.of(Map.of("completions4j." + property, ""), ClientFactory.ONLY))
                .isEmpty();
    }

    @Test
    void ignoresEmptyValuesNextToOthers() {
        assertThat(BuilderCalls.of(Map.of("completions4j.organization", " "), ClientFactory.ONLY))
                .isEmpty();
        assertThat(BuilderCalls.of(
                        Map.of("completions4j.proxy.host", "", "completions4j.proxy.port", "3128"), ClientFactory.ONLY))
                .isEmpty();
        assertThat(BuilderCalls.of(
                        Map.of(
                                "completions4j.proxy.host", "p",
                                "completions4j.proxy.port", "1",
                                "completions4j.proxy.user", "",
                                "completions4j.proxy.password", ""),
                        ClientFactory.ONLY))
                .containsExactly("proxy(http://p:1)");
        assertThat(BuilderCalls.of(
                        Map.of("completions4j.base-url", "http://a/v1", "completions4j.base-urls", ""),
                        ClientFactory.ONLY))
                .containsExactly("baseUrl(http://a/v1)");
        assertThat(BuilderCalls.of(
                        Map.of(
                                "completions4j.base-url", "http://a/v1",
                                "completions4j.api-key", "k-1",
                                "completions4j.clients.chat.base-urls", ""),
                        "chat"))
                .containsExactly("baseUrl(http://a/v1)", "apiKey(k-1)");
    }

    @Test
    void ignoresEmptyElementsOfTheBaseUrls() {
        List<Map<String, String>> several = List.of(
                Map.of("completions4j.base-urls[0]", "http://a/v1", "completions4j.base-urls[1]", ""),
                Map.of("completions4j.base-urls", "http://a/v1,"));
        assertThat(several)
                .allSatisfy(properties -> assertThat(BuilderCalls.of(properties, ClientFactory.ONLY))
                        .containsExactly("baseUrls([http://a/v1])"));

        List<Map<String, String>> none =
                List.of(Map.of("completions4j.base-urls[0]", ""), Map.of("completions4j.base-urls", ","));
        assertThat(none)
                .allSatisfy(properties -> assertThat(BuilderCalls.of(properties, ClientFactory.ONLY))
                        .isEmpty());
    }

    @Test
    void sharesTheKeyWithAClientWhoseBaseUrlsAreEmpty() {
        Map<String, String> properties = Map.of(
                "completions4j.base-url", "http://a/v1",
                "completions4j.api-key", "k-1",
                "completions4j.clients.chat.base-urls[0]", "");

        assertThat(BuilderCalls.of(properties, "chat")).containsExactly("baseUrl(http://a/v1)", "apiKey(k-1)");
    }

    @Test
    void takesDelaysInAnyOrder() {
        assertThat(BuilderCalls.of(
                        Map.of("completions4j.retries.min-delay", "10s", "completions4j.retries.max-delay", "20s"),
                        ClientFactory.ONLY))
                .singleElement()
                .asString()
                .contains("minDelay=PT10S, maxDelay=PT20S");
        assertThat(BuilderCalls.of(Map.of("completions4j.retries.max-delay", "10ms"), ClientFactory.ONLY))
                .singleElement()
                .asString()
                .contains("minDelay=PT0.01S, maxDelay=PT0.01S");
    }

    @Test
    void namesThePropertyThatIsWrong() {
        assertInvalid(Map.of("completions4j.retries.max-attempts", "0"), "completions4j.retries.max-attempts")
                .contains("maxAttempts is 0");
        assertInvalid(
                        Map.of("completions4j.retries.min-delay", "10s", "completions4j.clients.chat.max-queued", "1"),
                        "completions4j.retries.min-delay")
                .contains("PT10S");
        assertInvalid(Map.of("completions4j.clients.chat.proxy.host", "p"), "completions4j.clients.chat.proxy.host")
                .contains("proxy.port is not set");
        assertInvalid(
                        Map.of(
                                "completions4j.proxy.host", "p",
                                "completions4j.proxy.port", "1",
                                "completions4j.proxy.password", "hunter2"),
                        "completions4j.proxy.user")
                .contains("set both or neither")
                .doesNotContain("hunter2");
        assertInvalid(
                        Map.of(
                                "completions4j.proxy.host", "p",
                                "completions4j.proxy.port", "1",
                                "completions4j.clients.chat.proxy.user", "u"),
                        "completions4j.clients.chat.proxy.user")
                .contains("set both or neither");
        assertInvalid(
                        Map.of("completions4j.base-url", "http://a", "completions4j.base-urls", "http://b"),
                        "completions4j.base-url")
                .contains("set one of them");
        assertInvalid(Map.of("completions4j.ssl.bundle", "other"), "completions4j.ssl.bundle")
                .contains("no such bundle");
    }

    private static org.assertj.core.api.AbstractStringAssert<?> assertInvalid(
            Map<String, String> properties, String property) {
        String client =
                properties.keySet().stream().anyMatch(each -> each.contains(".clients.")) ? "chat" : ClientFactory.ONLY;
        InvalidClientException[] thrown = new InvalidClientException[1];
        assertThatThrownBy(() -> BuilderCalls.of(properties, client))
                .isInstanceOfSatisfying(InvalidClientException.class, each -> thrown[0] = each);
        assertThat(thrown[0].remedy()).isEqualTo("Correct the property '" + property + "'.");
        return assertThat(thrown[0].problem()).startsWith("The property '" + property + "' is invalid: ");
    }

    private static Set<String> namesInMetadata() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Map<String, ?> property : metadata()) {
            String name = String.valueOf(property.get("name"));
            if (name.startsWith("completions4j.")) {
                names.add(name.substring("completions4j.".length()));
            }
        }
        return names;
    }

    /** Returns the properties in the metadata that the processor has written. */
    @SuppressWarnings("unchecked") // JSON objects are maps from strings.
    private static List<Map<String, ?>> metadata() throws IOException {
        try (InputStream file =
                CompletionsProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            String json = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
            return (List<Map<String, ?>>) Objects.requireNonNull(
                    JsonParserFactory.getJsonParser().parseMap(json).get("properties"));
        }
    }

    private static Map<String, String> prefixed(String prefix, Map<String, String> properties) {
        Map<String, String> prefixed = new LinkedHashMap<>();
        properties.forEach((name, value) -> prefixed.put(prefix + name, value));
        return prefixed;
    }

    private static String retries(String from, String to) {
        UnaryOperator<String> changed = text -> text.replace(from, to);
        return changed.apply("retries(RetrySettings[maxAttempts=3, baseDelay=PT0.5S, minDelay=PT0.05S, maxDelay=PT8S,"
                + " maxRetryAfter=PT1M, retryUnanswered=true, budget=100])");
    }

    private record Row(String property, String value, String call) {

        @Override
        public String toString() {
            return property;
        }
    }
}
