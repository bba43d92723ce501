// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CredentialException;
import dev.completions4j.ServerProfile;
import dev.completions4j.spi.Credential;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests where keys come from, how long they are used, and what happens when a server rejects one. */
class CredentialTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();
    private final List<CompletionsClient> clients = new ArrayList<>();
    private final List<CompletableFuture<Credential>> asked = new ArrayList<>();

    private CompletionsClient client(UnaryOperator<CompletionsClient.Builder> settings) {
        CompletionsClient client = settings.apply(CompletionsClient.builder()
                        .baseUrl("http://localhost:8000")
                        .transport(transport)
                        .scheduler(time)
                        .executor(Runnable::run))
                .build();
        clients.add(client);
        return client;
    }

    private CompletionsClient clientWithProvider() {
        return client(builder -> builder.credentials(() -> {
            CompletableFuture<Credential> next = new CompletableFuture<>();
            asked.add(next);
            return next;
        }));
    }

    @AfterEach
    void leavesNothingPending() {
        clients.forEach(CompletionsClient::close);
        assertThat(time.pendingTasks()).isZero();
    }

    private static String sentKey(FakeExchange exchange) {
        return String.valueOf(exchange.request().headers().first("Authorization"));
    }

    @Test
    void readsASuppliedKeyForEachAttempt() {
        Deque<String> keys = new ArrayDeque<>(List.of("first-key", "second-key"));
        CompletionsClient client = client(builder -> builder.apiKey(keys::remove));
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        FakeExchange first = transport.next();
        assertThat(sentKey(first)).isEqualTo("Bearer first-key");
        Responses.error(first, 503);
        time.advance(Duration.ofSeconds(1));
        FakeExchange second = transport.next();
        assertThat(sentKey(second)).isEqualTo("Bearer second-key");
        Responses.ok(second);

        assertThat(completion).isCompleted();
    }

    @Test
    void sendsTheKeyInTheHeaderOfTheProfile() {
        CompletionsClient client =
                client(builder -> builder.profile(ServerProfile.azure()).apiKey(() -> "azure-key"));
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        Responses.ok(exchange);

        assertThat(exchange.request().headers().first("api-key")).isEqualTo("azure-key");
        assertThat(completion).isCompleted();
    }

    @Test
    void usesTheKeyOfTheCall() {
        CompletionsClient client = client(builder -> builder.apiKey(() -> "client-key"));
        CallOptions options =
                CallOptions.builder().header("authorization", "Bearer own").build();
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST, options);
        FakeExchange exchange = transport.next();
        Responses.ok(exchange);

        assertThat(exchange.request().headers().all("Authorization")).containsExactly("Bearer own");
        assertThat(completion).isCompleted();
    }

    @Test
    void failsACallWhoseKeyCannotBeRead() {
        CompletionsClient client = client(builder -> builder.apiKey(() -> {
            throw new IllegalStateException("vault is sealed");
        }));
        CredentialException failure = Failed.with(CredentialException.class, client.complete(Wire.REQUEST));

        assertThat(failure)
                .hasMessage("The credential provider failed with java.lang.IllegalStateException")
                .hasRootCauseMessage("java.lang.IllegalStateException (its message is not shown)");
        assertThat(Objects.requireNonNull(failure.getCause()).getStackTrace()[0].getClassName())
                .isEqualTo(CredentialTest.class.getName());
        assertThat(transport.exchanges()).isZero();
    }

    @SuppressWarnings("NullAway") // The mistake.
    private static List<UnaryOperator<CompletionsClient.Builder>> nothing() {
        return List.of(
                builder -> builder.apiKey(() -> null),
                builder -> builder.credentials(() -> null),
                builder -> builder.credentials(() -> CompletableFuture.completedFuture(null)));
    }

    @ParameterizedTest
    @MethodSource("nothing")
    void saysThatThereIsNoKey(UnaryOperator<CompletionsClient.Builder> settings) {
        CompletionsClient client = client(settings);
        CredentialException failure = Failed.with(CredentialException.class, client.complete(Wire.REQUEST));

        assertThat(failure)
                .hasMessage("The credential provider returned no valid key. It returned null; return a key, or set no"
                        + " supplier")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(transport.exchanges()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway") // The mistake.
    void namesAComponentThatIsNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> new Credential(null, HOUR))
                .withMessage("key");
    }

    @Test
    void doesNotRevealAnInvalidKey() {
        CompletionsClient client = client(builder -> builder.apiKey(() -> "sec\nret"));
        CredentialException failure = Failed.with(CredentialException.class, client.complete(Wire.REQUEST));

        assertThat(failure).hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThat(failure.getCause()).hasMessageNotContaining("ret\n").hasMessageContaining("visible ASCII");
    }

    @Test
    void requestsACredentialOnceForAllWaitingCalls() {
        CompletionsClient client = clientWithProvider();
        CompletableFuture<Completion> one = client.complete(Wire.REQUEST);
        CompletableFuture<Completion> other = client.complete(Wire.REQUEST);
        assertThat(transport.exchanges()).isZero();
        assertThat(asked).hasSize(1);

        asked.get(0).complete(new Credential("token-1", HOUR));
        Responses.ok(transport.next());
        Responses.ok(transport.next());
        assertThat(one).isCompleted();
        assertThat(other).isCompleted();
        assertThat(asked).hasSize(1);
    }

    @Test
    void cancelsACallThatWaitsForACredential() {
        CompletionsClient client = clientWithProvider();
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        completion.cancel(false);
        asked.get(0).complete(new Credential("token-1", HOUR));

        assertThat(transport.exchanges()).isZero();
    }

    @Test
    void renewsACredentialBeforeItExpiresWhileUsingTheOldOne() {
        CompletionsClient client = clientWithProvider();
        answered(client, "token-1", new Credential("token-1", HOUR));
        time.advance(HOUR.minusMinutes(1));
        answered(client, "token-1", null);
        assertThat(asked).hasSize(2);
        answered(client, "token-1", null);
        assertThat(asked).hasSize(2);

        asked.get(1).complete(new Credential("token-2", HOUR));
        answered(client, "token-2", null);
    }

    @Test
    void waitsForTheNextCredentialAfterExpiry() {
        CompletionsClient client = clientWithProvider();
        answered(client, "token-1", new Credential("token-1", HOUR));
        time.advance(HOUR);
        answered(client, "token-2", new Credential("token-2", HOUR));
    }

    /**
     * Makes a call that is sent with the given key; if {@code given} is not null, it completes the last request for
     * one.
     */
    private void answered(CompletionsClient client, String key, @Nullable Credential given) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        if (given != null) {
            asked.get(asked.size() - 1).complete(given);
        }
        FakeExchange exchange = transport.next();
        assertThat(sentKey(exchange)).isEqualTo("Bearer " + key);
        Responses.ok(exchange);
        assertThat(completion).isCompleted();
    }

    @Test
    void requestsACredentialAgainAfterAFailure() {
        CompletionsClient client = clientWithProvider();
        CompletableFuture<Completion> first = client.complete(Wire.REQUEST);
        asked.get(0).completeExceptionally(new IllegalStateException("no network"));
        assertThat(Failed.with(CredentialException.class, first))
                .hasRootCauseMessage("java.lang.IllegalStateException (its message is not shown)");

        answered(client, "token-1", new Credential("token-1", HOUR));
    }

    @Test
    void retriesOnceWithANewCredentialAfterARejection() {
        CompletionsClient client = clientWithProvider();
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        asked.get(0).complete(new Credential("revoked", HOUR));
        Responses.error(transport.next(), 401);
        assertThat(asked).hasSize(2);
        asked.get(1).complete(new Credential("fresh", HOUR));
        FakeExchange second = transport.next();
        assertThat(sentKey(second)).isEqualTo("Bearer fresh");
        Responses.error(second, 401);

        ApiException failure = Failed.with(ApiException.class, completion);
        assertThat(failure.kind()).isEqualTo(ApiException.Kind.AUTHENTICATION);
        assertThat(failure.failedAttempts()).hasSize(1);
        assertThat(transport.exchanges()).isEqualTo(2);
    }

    @Test
    void renewsAKeyOnceAfterManyRejections() {
        CompletionsClient client = clientWithProvider();
        CompletableFuture<Completion> one = client.complete(Wire.REQUEST);
        asked.get(0).complete(new Credential("revoked", HOUR));
        CompletableFuture<Completion> other = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 401);
        Responses.error(transport.next(), 401);
        asked.get(1).complete(new Credential("fresh", HOUR));
        Responses.ok(transport.next());
        Responses.ok(transport.next());

        assertThat(one).isCompleted();
        assertThat(other).isCompleted();
        assertThat(asked).hasSize(2);
    }

    @Test
    void requestsACredentialAgainIfThePendingOneWasRejectedMeanwhile() {
        CompletionsClient client = clientWithProvider();
        answered(client, "revoked", new Credential("revoked", HOUR));
        time.advance(HOUR.minusMinutes(1));
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 401);
        assertThat(asked).hasSize(2);
        // The credential that the provider had before the rejection.
        asked.get(1).complete(new Credential("revoked", HOUR));
        assertThat(transport.exchanges()).isEqualTo(2);
        assertThat(asked).hasSize(3);

        asked.get(2).complete(new Credential("fresh", HOUR));
        FakeExchange retried = transport.next();
        assertThat(sentKey(retried)).isEqualTo("Bearer fresh");
        Responses.ok(retried);
        assertThat(completion).isCompleted();
        answered(client, "fresh", null);
    }

    @Test
    void usesARejectedKeyIfTheProviderHasNoOther() {
        CompletionsClient client = clientWithProvider();
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        asked.get(0).complete(new Credential("only", HOUR));
        Responses.error(transport.next(), 401);
        asked.get(1).complete(new Credential("only", HOUR));
        Responses.ok(transport.next());

        assertThat(completion).isCompleted();
        assertThat(asked).hasSize(2);
    }

    @Test
    void sendsOrganizationAndProject() {
        CompletionsClient client = client(
                builder -> builder.organization("org-1").project("proj-1").apiKey("a-constant-key"));
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        Responses.ok(exchange);

        assertThat(exchange.request().headers().first("openai-organization")).isEqualTo("org-1");
        assertThat(exchange.request().headers().first("openai-project")).isEqualTo("proj-1");
        assertThat(completion).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization", "Api-Key", "X-Api-Key", "Cookie", "x-team-key"})
    void rejectsACleartextKeyInAHeaderIfTlsIsRequired(String header) {
        ServerProfile profile =
                ServerProfile.builder("team").apiKeyHeader("X-Team-Key").build();
        assertThatThrownBy(() -> client(builder -> builder.baseUrl("http://gpu-7.example:8000")
                        .profile(profile)
                        .header(header, "a-secret-key")
                        .requireTls(true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gpu-7.example")
                .hasMessageNotContaining("a-secret-key");
        client(builder -> builder.baseUrl("http://gpu-7.example:8000")
                .header("X-Team", "search")
                .requireTls(true));
    }

    @Test
    void rejectsACleartextKeyIfTlsIsRequired() {
        assertThatThrownBy(() -> client(builder -> builder.baseUrl("http://gpu-7.example:8000")
                        .apiKey("a-key")
                        .requireTls(true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gpu-7.example")
                .hasMessageContaining("https://");
        client(builder -> builder.apiKey("a-key").requireTls(true));
        client(builder ->
                builder.baseUrl("https://gpu-7.example").apiKey("a-key").requireTls(true));
    }
}
