// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.ClientClosedException;
import dev.completions4j.CompletionsClient;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ServerProfile;
import dev.completions4j.ServerProfile.TokenizerApi;
import dev.completions4j.TokenIds;
import dev.completions4j.Tokenization;
import dev.completions4j.TokenizationRequest;
import dev.completions4j.observe.CallListener;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.TransportRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests tokenizing and detokenizing with the endpoints of servers that have them. */
class TokenizerTest {

    private static final TokenIds SEA = TokenIds.of(271, 268);

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();
    private final List<Object> calls = new ArrayList<>();

    @AfterEach
    void closeTransport() {
        transport.close();
    }

    private CompletionsClient client(ServerProfile profile) {
        return client(profile, "http://localhost:8000");
    }

    private CompletionsClient client(ServerProfile profile, String baseUrl) {
        return CompletionsClient.builder()
                .profile(profile)
                .baseUrl(baseUrl)
                .apiKey("sk-secret")
                .scheduler(time)
                .executor(Runnable::run)
                .listener(call -> {
                    calls.add(call.operation());
                    calls.add(String.valueOf(call.request()));
                    return new CallListener() {};
                })
                .transport(transport)
                .build();
    }

    private static ServerProfile having(@Nullable TokenizerApi tokenizer) {
        return ServerProfile.builder("mine").tokenizer(tokenizer).build();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "VLLM, `{\"prompt\":\"The sea\",\"add_special_tokens\":true}`",
                "LLAMA_CPP, `{\"content\":\"The sea\",\"add_special\":true}`",
                "SGLANG, `{\"prompt\":\"The sea\",\"add_special_tokens\":true}`",
                "TGI, `{\"inputs\":\"The sea\"}`",
            })
    void requestsTokensInTheServersFormat(TokenizerApi tokenizer, String body) {
        var unused = client(having(tokenizer)).tokenize(TokenizationRequest.of("The sea"));

        FakeExchange exchange = transport.next();
        TransportRequest request = exchange.request();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.uri()).hasToString("http://localhost:8000/tokenize");
        assertThat(request.headers().first("Authorization")).isEqualTo("Bearer sk-secret");
        assertThat(request.headers().first("Content-Type")).isEqualTo("application/json");
        assertThat(request.headers().first("Accept")).isEqualTo("application/json");
        assertThat(exchange.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "VLLM, `{\"model\":\"m\",\"prompt\":\"\",\"add_special_tokens\":false,\"return_token_strs\":true}`",
                "LLAMA_CPP, `{\"model\":\"m\",\"content\":\"\",\"add_special\":false,\"with_pieces\":true}`",
                "SGLANG, `{\"model\":\"m\",\"prompt\":\"\",\"add_special_tokens\":false}`",
            })
    void sendsOptionsThatWereSet(TokenizerApi tokenizer, String body) {
        var unused = client(having(tokenizer))
                .tokenize(TokenizationRequest.builder()
                        .model("m")
                        .text("")
                        .specialTokens(false)
                        .tokenTexts(true)
                        .build());

        assertThat(transport.next().body()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "VLLM, `{\"model\":\"m\",\"tokens\":[271,268]}`",
                "LLAMA_CPP, `{\"model\":\"m\",\"tokens\":[271,268]}`",
                "SGLANG, `{\"model\":\"m\",\"tokens\":[271,268],\"skip_special_tokens\":false}`",
            })
    void requestsTextInTheServersFormat(TokenizerApi tokenizer, String body) {
        var unused = client(having(tokenizer)).detokenize("m", SEA);

        FakeExchange exchange = transport.next();
        assertThat(exchange.request().method()).isEqualTo("POST");
        assertThat(exchange.request().uri()).hasToString("http://localhost:8000/detokenize");
        assertThat(exchange.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost, http://localhost/tokenize?a=1%202",
        "http://localhost/v1, http://localhost/tokenize?a=1%202",
        "http://localhost/v1/completions, http://localhost/tokenize?a=1%202",
        "http://localhost/team/v1/, http://localhost/team/tokenize?a=1%202",
        "http://localhost/team, http://localhost/team/tokenize?a=1%202",
    })
    void isOutsideThePathOfTheApi(String baseUrl, String expected) {
        CallOptions options = CallOptions.builder()
                .queryParameter("a", "1 2")
                .header("X-Tag", "t")
                .build();

        var unused = client(ServerProfile.vllm(), baseUrl).tokenize(TokenizationRequest.of("a"), options);

        TransportRequest request = transport.next().request();
        assertThat(request.uri()).hasToString(expected);
        assertThat(request.headers().first("X-Tag")).isEqualTo("t");
    }

    @Test
    void readsTheTokensOfVllm() {
        Tokenization plain = tokenized("{\"count\":2,\"max_model_len\":8192,\"tokens\":[271,268],\"token_strs\":null}");
        Tokenization withTexts = tokenized(
                "{\"count\":2,\"max_model_len\":8192,\"tokens\":[271,268],\"token_strs\":[\"The\",\"\u0120sea\"]}");

        assertThat(plain.tokens()).isEqualTo(SEA);
        assertThat(plain.tokenTexts()).isNull();
        assertThat(plain.maxModelLength()).isEqualTo(8192);
        assertThat(plain.response().status()).isEqualTo(200);
        assertThat(withTexts.tokens()).isEqualTo(SEA);
        assertThat(withTexts.tokenTexts()).containsExactly("The", "\u0120sea");
    }

    @Test
    void readsTheTokensOfLlamaCpp() {
        Tokenization plain = tokenized("{\"tokens\":[271,268]}");
        Tokenization withTexts = tokenized("{\"tokens\":[{\"id\":271,\"piece\":\"The\"},{\"id\":222,\"piece\":\" \"},"
                + "{\"id\":129,\"piece\":[195]},{\"id\":104,\"piece\":[195,169]}]}");

        assertThat(plain.tokens()).isEqualTo(SEA);
        assertThat(plain.tokenTexts()).isNull();
        assertThat(plain.maxModelLength()).isNull();
        assertThat(withTexts.tokens()).isEqualTo(TokenIds.of(271, 222, 129, 104));
        assertThat(withTexts.tokenTexts()).containsExactly("The", " ", "\uFFFD", "\u00E9");
    }

    @Test
    void readsTheTokensOfTgi() {
        Tokenization tokens = tokenized("[{\"id\":271,\"text\":\"The\",\"start\":0,\"stop\":3},"
                + "{\"id\":268,\"text\":\" sea\",\"start\":3,\"stop\":7}]");

        assertThat(tokens.tokens()).isEqualTo(SEA);
        assertThat(tokens.tokenTexts()).containsExactly("The", " sea");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"tokens\":[]}"})
    void acceptsAnEmptyListOfTokens(String body) {
        assertThat(tokenized(body).tokens()).isEqualTo(TokenIds.of());
        assertThat(tokenized(body).tokenTexts()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"prompt\":\"The sea\"}", "{\"content\":\"The sea\"}", "{\"text\":\"The sea\"}"})
    void readsTheTextOfTokens(String body) {
        CompletableFuture<String> text = client(ServerProfile.vllm()).detokenize(null, SEA);
        Wire.answer(transport.next(), 200, body);

        assertThat(text).isCompletedWithValue("The sea");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "1",
                "{\"tokens\":null}",
                "{\"tokens\":{}}",
                "{\"tokens\":[\"The\"]}",
                "{\"tokens\":[1.5]}",
                "{\"tokens\":[2147483648]}",
                "{\"tokens\":[1e999999999]}",
                "{\"tokens\":[null]}",
                "{\"tokens\":[[1]]}",
                "{\"tokens\":[{\"piece\":\"The\"}]}",
                "{\"tokens\":[1]} {}",
                "[1",
            })
    void rejectsAResponseWithoutTokens(String body) {
        CompletableFuture<Tokenization> future =
                client(ServerProfile.vllm()).tokenize(TokenizationRequest.of("The sea"));
        Wire.answer(transport.next(), 200, body);

        assertThat(Failed.with(MalformedResponseException.class, future))
                .hasMessageStartingWith("The body is not a list of tokens. ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"text\":1}",
                "{\"text\":null}",
                "{\"text\":\"a\"",
                "\"a\"",
                "{\"text\":sea}"
            })
    void rejectsAResponseWithoutText(String body) {
        CompletableFuture<String> future = client(ServerProfile.vllm()).detokenize(null, SEA);
        Wire.answer(transport.next(), 200, body);

        assertThat(Failed.with(MalformedResponseException.class, future))
                .hasMessageStartingWith("The body is not a text. ")
                .hasMessageNotContaining("sea");
    }

    @Test
    void reportsErrorsLikeCompletionsWithoutTheText() {
        CompletionsClient client = client(ServerProfile.vllm());
        TokenizationRequest request = TokenizationRequest.of("My account number is 12345678.");
        CompletableFuture<Tokenization> unknown = client.tokenize(request);
        Wire.answer(
                transport.next(),
                404,
                "{\"error\":{\"message\":\"No such model for My account number is 12345678.\",\"code\":404}}");
        CompletableFuture<Tokenization> inASuccess = client.tokenize(request);
        Wire.answer(transport.next(), 200, "{\"error\":\"busy, sk-secret\"}");
        CompletableFuture<String> ofTokens = client.detokenize(null, TokenIds.of(90210, 90211, 90212, 90213));
        Wire.answer(transport.next(), 400, "{\"error\":{\"message\":\"bad: [90210, 90211, 90212, 90213]\"}}");

        assertThat(Failed.with(ApiException.class, unknown).kind()).isEqualTo(ApiException.Kind.NOT_FOUND);
        assertThat(Failed.with(ApiException.class, unknown)).hasMessageNotContaining("account");
        assertThat(Failed.with(ApiException.class, inASuccess).error().message())
                .isEqualTo("busy, ***");
        assertThat(Failed.with(ApiException.class, ofTokens)).hasMessageNotContaining("90211");
    }

    @Test
    void isRetriedObservedAndAbortedLikeAnyCall() {
        CompletionsClient client = client(ServerProfile.vllm());
        CompletableFuture<String> retried = client.detokenize(null, SEA);
        Responses.error(transport.next(), 503);
        time.advance(Duration.ofMillis(500));
        Wire.answer(transport.next(), 200, "{\"prompt\":\"The sea\"}");
        CompletableFuture<Tokenization> cancelled = client.tokenize(TokenizationRequest.of("a"));
        CompletableFuture<Tokenization> open = client.tokenize(TokenizationRequest.of("b"));

        cancelled.cancel(false);
        client.close();

        assertThat(retried).isCompletedWithValue("The sea");
        assertThat(transport.next().isCancelled()).isTrue();
        assertThat(Failed.with(ClientClosedException.class, open)).isNotNull();
        assertThat(calls.stream().map(Object::toString))
                .containsExactly("DETOKENIZE", "null", "TOKENIZE", "null", "TOKENIZE", "null");
    }

    @Test
    void respectsTheCallersLimit() {
        CompletableFuture<Tokenization> future = client(ServerProfile.vllm())
                .tokenize(
                        TokenizationRequest.of("a"),
                        CallOptions.builder().maxResponseBytes(8L).build());
        Wire.answer(transport.next(), 200, "{\"tokens\":[1,2,3]}");

        assertThat(Failed.with(MalformedResponseException.class, future)).isNotNull();
    }

    @Test
    void namesTheProfileWithoutTokenizerAndTheRemedy() {
        CompletionsClient client = client(ServerProfile.compatible());

        assertThat(Failed.with(InvalidRequestException.class, client.tokenize(TokenizationRequest.of("a"))))
                .hasMessage("The request was not sent, by the rules of the profile compatible: tokenize is not an"
                        + " endpoint of this server: name the server by its profile, such as ServerProfile.vllm(), or"
                        + " set the tokenizer of your own profile");
        assertThat(Failed.with(InvalidRequestException.class, client.detokenize(null, SEA)))
                .hasMessageContaining("profile compatible: detokenize is not an endpoint of this server");
        assertThat(Failed.with(
                        InvalidRequestException.class,
                        client(ServerProfile.tgi()).detokenize(null, SEA)))
                .hasMessageContaining("profile TGI: detokenize is not an endpoint of this server");
        assertThat(transport.exchanges()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsInvalidInput(TokenizerApi tokenizer) {
        CompletionsClient client = client(having(tokenizer));

        assertThat(Failed.with(InvalidRequestException.class, client.tokenize(TokenizationRequest.of("secret\uD83D"))))
                .hasMessageContaining("has a lone half of a surrogate pair")
                .hasMessageNotContaining("secret");
        assertThat(Failed.with(InvalidRequestException.class, client.detokenize(null, TokenIds.of(1, -1))))
                .hasMessageContaining(tokenizer == TokenizerApi.TGI ? "not an endpoint" : "no negative token");
        assertThat(transport.exchanges()).isZero();
    }

    @Test
    void tgiAlwaysAddsSpecialTokens() {
        TokenizationRequest bare =
                TokenizationRequest.builder().text("a").specialTokens(false).build();

        assertThat(Failed.with(
                        InvalidRequestException.class,
                        client(ServerProfile.tgi()).tokenize(bare)))
                .hasMessageContaining("specialTokens are always added by this server, but is false");
    }

    @Test
    void doesNotRevealText() {
        Tokenization tokens = tokenized("{\"tokens\":[{\"id\":271,\"piece\":\"The\"}]}");

        assertThat(tokens.toString()).contains("1 tokens", "1 texts").doesNotContain("The");
        assertThat(TokenizationRequest.of("The sea").toString())
                .isEqualTo("TokenizationRequest[model=null, text=7 chars, specialTokens=true, tokenTexts=false]");
    }

    @Test
    void aRequestIsAValueAndRequiresText() {
        TokenizationRequest request = TokenizationRequest.builder()
                .model("m")
                .text("a")
                .specialTokens(false)
                .tokenTexts(true)
                .build();

        assertThat(request.toBuilder().build()).isEqualTo(request).hasSameHashCodeAs(request);
        assertThat(request.toBuilder().model(null).build()).isNotEqualTo(request);
        assertThat(request.toBuilder().text("b").build()).isNotEqualTo(request);
        assertThat(request.toBuilder().specialTokens(true).build()).isNotEqualTo(request);
        assertThat(request.toBuilder().tokenTexts(false).build()).isNotEqualTo(request);
        assertThatIllegalStateException()
                .isThrownBy(() -> TokenizationRequest.builder().build())
                .withMessage("text is not set; call text(\"…\") with the text to split");
    }

    private Tokenization tokenized(String body) {
        CompletableFuture<Tokenization> future =
                client(ServerProfile.vllm()).tokenize(TokenizationRequest.of("The sea"));
        Wire.answer(transport.next(), 200, body);
        return future.join();
    }
}
