// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import dev.completions4j.testkit.model.RequestRules.ModelNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model that behaves like OpenAI's completions endpoint, or like that of another server ({@link Dialect}), and
 * generates the text that the test specifies.
 *
 * <p>The text comes from a {@link TextSource}. The model splits it into tokens and implements {@code max_tokens},
 * {@code stop}, {@code n}, {@code best_of}, {@code echo}, {@code seed}, {@code suffix}, {@code logprobs},
 * {@code stream} and {@code stream_options}; it never generates a token whose {@code logit_bias} is -100. Padding
 * ({@code include_obfuscation}) is sent only on request. Requests that violate the rules of the endpoint are rejected.
 * Temperature, {@code top_p} and the penalties are validated but have no effect, because the model does not sample.
 *
 * <p>The same sequence of requests always has the same responses. Safe for use by multiple threads.
 */
public final class FakeModel {

    private static final Instant DEFAULT_CREATED = Instant.ofEpochSecond(1_589_478_378);

    /** The name of a model without one, and of the model of a request that names none. */
    static final String DEFAULT_NAME = "fake-model";

    private final @Nullable String name;
    private final TextSource source;
    private final Instant created;
    private final ServerBehavior server;
    private final int tokensUntilFailure;
    private final FakeTokenizer tokenizer = new FakeTokenizer();
    private final ModelRequestParser parser;
    private final AtomicLong answers = new AtomicLong();

    private FakeModel(Builder builder) {
        name = builder.name;
        source = builder.source;
        created = builder.created;
        server = builder.dialect.behavior();
        tokensUntilFailure = builder.tokensUntilFailure;
        parser = new ModelRequestParser(server.requests(), tokenizer);
    }

    /** Returns a builder of a model with OpenAI's dialect and pseudo-random text. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the token ids of a text, with which a test can send the text as a prompt of tokens.
     *
     * @param text the text
     */
    public int[] tokenIds(String text) {
        return tokenizer.ids(text);
    }

    /** Returns the response to a request to tokenize a text. */
    JsonNode tokenize(TokensApi api, JsonNode request) throws RequestFault {
        return api.tokens(request, tokenizer);
    }

    /** Returns the response to a request to detokenize tokens. */
    JsonNode detokenize(TokensApi api, JsonNode request) throws RequestFault {
        return api.text(request, tokenizer);
    }

    /** Returns the behavior of the imitated server. */
    ServerBehavior server() {
        return server;
    }

    /** Returns the list of models, which contains only this one. */
    JsonNode list() throws RequestFault {
        ObjectNode list = new ObjectNode().put("object", "list");
        JsonNode entry = entry(name == null ? DEFAULT_NAME : name);
        list.putArray("data").add(entry);
        if (server.tokens() == TokensApi.LLAMA_CPP) {
            list.putArray("models").add(entry);
        }
        return list;
    }

    /**
     * Returns the description of a model.
     *
     * @throws RequestFault if there is no model of that name
     */
    JsonNode entry(String name) throws RequestFault {
        requireName(name);
        return new ObjectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", created.getEpochSecond())
                .put("owned_by", "completions4j");
    }

    /**
     * Returns the response to a request.
     *
     * @param body the body of the request; null if it is empty
     * @throws RequestFault if the request is rejected
     */
    ModelReply answer(@Nullable JsonNode body) throws RequestFault {
        ModelRequest request;
        try {
            request = parser.parse(body);
        } catch (RequestFault fault) {
            if (fault.isLate()
                    && server.errors().reportsErrorsInStreams()
                    && body != null
                    && RequestProperties.requestsStream(body)) {
                String error = server.streams().event(server.errorBody(fault));
                return new ModelReply.Stream(
                        List.of(error, server.streams().doneEvent()).iterator());
            }
            throw fault;
        }
        boolean isNamed = server.requests().names() != ModelNames.OWN_OR_NONE
                || !request.model().equals(DEFAULT_NAME);
        if (server.requests().names() != ModelNames.ANY && isNamed) {
            requireName(request.model());
        }
        CompletionJson json = new CompletionJson(
                server.answers(),
                answers.incrementAndGet(),
                created.getEpochSecond(),
                request.model(),
                request.logprobs(),
                tokenizer::id);
        return request.stream()
                ? new ModelReply.Stream(stream(request, json))
                : new ModelReply.Whole(server.answers().leadIn() + whole(request, json));
    }

    private void requireName(String requested) throws RequestFault {
        if (name != null && !name.equals(requested)) {
            throw new RequestFault(
                    404,
                    "The model does not exist or you do not have access to it; this server has " + name + ".",
                    "model",
                    "model_not_found");
        }
    }

    private StreamText stream(ModelRequest request, CompletionJson json) {
        ChunkIterator chunks = new ChunkIterator(server, request, choices(request), json);
        return new StreamText(server, json, chunks, tokensUntilFailure);
    }

    private JsonNode whole(ModelRequest request, CompletionJson json) throws RequestFault {
        List<FinishedChoice> choices = new ArrayList<>();
        int generated = 0;
        for (TokenizedPrompt prompt : request.prompts()) {
            List<Candidate> candidates =
                    candidates(request, prompt).map(Candidate::of).toList();
            for (Candidate best : likeliest(candidates, request.n())) {
                choices.add(new FinishedChoice(choices.size(), best.piece(), best.tokens()));
            }
            generated += candidates.stream().mapToInt(Candidate::tokens).sum();
        }
        if (generated > tokensUntilFailure) {
            throw server.failure();
        }
        ArrayNode written = new ArrayNode();
        server.answers()
                .order()
                .sorted(choices)
                .forEach(choice -> written.add(json.choice(choice.index(), choice.piece())));
        ObjectNode completion = json.response(written);
        completion.set("usage", server.answers().usage().write(request, generated, choices.get(0)));
        server.answers().extras().addToCompletion(completion, request, choices, tokenizer::id);
        return completion;
    }

    private static List<Candidate> likeliest(List<Candidate> candidates, int n) {
        // If all candidates are returned they are not ranked, so choices have the same indices as in a stream.
        return candidates.size() == n
                ? candidates
                : candidates.stream()
                        .sorted(Comparator.comparingDouble(Candidate::meanLogprob)
                                .reversed())
                        .limit(n)
                        .toList();
    }

    private List<ChoiceGenerator> choices(ModelRequest request) {
        return request.prompts().stream()
                .flatMap(prompt -> candidates(request, prompt))
                .toList();
    }

    private Stream<ChoiceGenerator> candidates(ModelRequest request, TokenizedPrompt prompt) {
        return IntStream.range(0, request.bestOf())
                .mapToObj(choice -> text(request, prompt, choice))
                .map(text -> new ChoiceGenerator(
                        request, prompt, text, server.answers().end()));
    }

    private String text(ModelRequest request, TokenizedPrompt prompt, int choice) {
        String suffix = request.suffix();
        return suffix == null
                ? source.text(prompt.text(), request.seed(), choice)
                : source.infill(prompt.text(), suffix, request.seed(), choice);
    }

    /** One of the {@code best_of} completions of a prompt, the most likely {@code n} of which are returned. */
    private record Candidate(Piece piece, int tokens, double meanLogprob) {

        static Candidate of(ChoiceGenerator generator) {
            List<Piece> pieces = new ArrayList<>();
            generator.forEachRemaining(pieces::add);
            return new Candidate(Piece.joined(pieces), generator.generated(), generator.meanLogprob());
        }
    }

    /** Supplies the text that a model generates. */
    @FunctionalInterface
    public interface TextSource {

        /**
         * Returns the complete text with which the model continues a prompt, before stop sequences and limits are
         * applied.
         *
         * <p>Called by multiple threads concurrently. For deterministic responses, the text should depend only on the
         * parameters.
         *
         * @param prompt the text of the prompt, even if it was sent as tokens; empty if there was none
         * @param seed the seed of the request; null if it has none
         * @param choice the index of the choice among those of one prompt, from 0
         */
        String text(String prompt, @Nullable Long seed, int choice);

        /**
         * Returns the complete text with which the model fills the gap between a prompt and a suffix; by default, the
         * text with which it continues the prompt.
         *
         * <p>The other rules are those of {@link #text}.
         *
         * @param prompt the text before the gap
         * @param suffix the text after the gap
         * @param seed the seed of the request; null if it has none
         * @param choice the index of the choice among those of one prompt, from 0
         */
        default String infill(String prompt, String suffix, @Nullable Long seed, int choice) {
            return text(prompt, seed, choice);
        }

        /**
         * Returns a source that always supplies the same text.
         *
         * @param text the text
         */
        static TextSource fixed(String text) {
            return (prompt, seed, choice) -> text;
        }

        /** Returns a source of 8 to 40 words, which depend only on prompt, seed and choice. */
        static TextSource seededWords() {
            return new SeededWords();
        }
    }

    /** Builds a model. Not thread-safe. */
    public static final class Builder {

        private @Nullable String name;
        private TextSource source = TextSource.seededWords();
        private Instant created = DEFAULT_CREATED;

        private Dialect dialect = Dialect.OPENAI;
        private int tokensUntilFailure = Integer.MAX_VALUE;

        private Builder() {}

        /**
         * Sets the server to imitate.
         *
         * @param dialect the dialect; default {@link Dialect#OPENAI}
         */
        public Builder dialect(Dialect dialect) {
            this.dialect = dialect;
            return this;
        }

        /**
         * Makes every request fail that generates more than a number of tokens, in all its choices: a stream fails
         * after these tokens, in the way of the dialect; a non-streaming request fails with status 500.
         *
         * @param tokens the number of tokens, zero or more
         */
        public Builder failAfter(int tokens) {
            if (tokens < 0) {
                throw new IllegalArgumentException("tokens is " + tokens + "; it must not be negative");
            }
            tokensUntilFailure = tokens;
            return this;
        }

        /**
         * Sets the name of the model; requests that name another model are rejected. By default, requests may name any
         * model.
         *
         * @param name the name
         */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /**
         * Sets the source of the text.
         *
         * @param source the source; default {@link TextSource#seededWords()}
         */
        public Builder source(TextSource source) {
            this.source = source;
            return this;
        }

        /**
         * Sets the creation time of completions.
         *
         * @param created the time, truncated to seconds; by default in 2020
         */
        public Builder created(Instant created) {
            this.created = created;
            return this;
        }

        /** Returns the model. */
        public FakeModel build() {
            return new FakeModel(this);
        }
    }
}
