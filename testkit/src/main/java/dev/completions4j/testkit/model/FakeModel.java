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
 * A model that behaves as OpenAI's completions endpoint does, or as another server's ({@link Dialect}), and says what
 * the test wants.
 *
 * <p>Its text comes from a {@link TextSource}; from there on it works like a model: it splits the text into tokens, and
 * obeys {@code max_tokens}, {@code stop}, {@code n}, {@code best_of}, {@code echo}, {@code seed}, {@code suffix},
 * {@code logprobs}, {@code stream} and {@code stream_options}, and never says a token whose {@code logit_bias} is -100.
 * Padding ({@code include_obfuscation}) is sent only if it is asked for. It refuses what breaks the endpoint's rules.
 * Temperature, {@code top_p} and the penalties are checked and have no effect, as there is no sampling.
 *
 * <p>The same requests in the same order have the same answers. Safe for use by any number of threads.
 */
public final class FakeModel {

    private static final Instant DEFAULT_CREATED = Instant.ofEpochSecond(1_589_478_378);

    /** The name of a model that has none, and of what a request asks for that names none. */
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

    public static Builder builder() {
        return new Builder();
    }

    /** The ids of a text's tokens, with which a test can send the text as a prompt of tokens. */
    public int[] tokenIds(String text) {
        return tokenizer.ids(text);
    }

    /** Answers a request for the tokens of a text. */
    JsonNode tokenize(TokensApi api, JsonNode request) throws RequestFault {
        return api.tokens(request, tokenizer);
    }

    /** Answers a request for the text of tokens. */
    JsonNode detokenize(TokensApi api, JsonNode request) throws RequestFault {
        return api.text(request, tokenizer);
    }

    /** How the server behaves that has this model. */
    ServerBehavior server() {
        return server;
    }

    /** The list of models, which has this one only. */
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
     * What the list says of a model.
     *
     * @throws RequestFault if there is none of that name
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
     * Answers a request.
     *
     * @param body null if it is empty
     * @throws RequestFault if the endpoint refuses it
     */
    ModelReply answer(@Nullable JsonNode body) throws RequestFault {
        ModelRequest request;
        try {
            request = parser.parse(body);
        } catch (RequestFault fault) {
            if (fault.isLate() && server.errors().goesIntoStreams() && body != null && asksForStream(body)) {
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

    private static boolean asksForStream(JsonNode body) {
        JsonNode stream = body.get("stream");
        return stream != null && stream.isBoolean() && stream.booleanValue();
    }

    private void requireName(String asked) throws RequestFault {
        if (name != null && !name.equals(asked)) {
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
        // Without a choice to make there is no ranking, and choices have the indices that they have in a stream.
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

    /** One of the {@code best_of} completions of a prompt, of which the likeliest {@code n} are returned. */
    private record Candidate(Piece piece, int tokens, double meanLogprob) {

        static Candidate of(ChoiceGenerator generator) {
            List<Piece> pieces = new ArrayList<>();
            generator.forEachRemaining(pieces::add);
            return new Candidate(Piece.joined(pieces), generator.generated(), generator.meanLogprob());
        }
    }

    /** Says what the model says. */
    @FunctionalInterface
    public interface TextSource {

        /**
         * The whole text with which the model would continue a prompt if neither a stop nor a limit ended it.
         *
         * <p>Called by several threads at once. To be deterministic, it depends on its parameters only.
         *
         * @param prompt its text, even if it was sent as tokens; empty if there was none
         * @param seed null if the request has none
         * @param choice tells the choices of one prompt apart; from 0
         */
        String text(String prompt, @Nullable Long seed, int choice);

        /**
         * The whole text with which the model would fill the gap between a prompt and a suffix; by default that with
         * which it continues the prompt.
         *
         * <p>As {@link #text} otherwise.
         *
         * @param suffix never null; a request without one does not come here
         */
        default String infill(String prompt, String suffix, @Nullable Long seed, int choice) {
            return text(prompt, seed, choice);
        }

        /** Says always the same. */
        static TextSource fixed(String text) {
            return (prompt, seed, choice) -> text;
        }

        /** Says 8 to 40 words, which depend on prompt, seed and choice, and on nothing else. */
        static TextSource seededWords() {
            return new SeededWords();
        }
    }

    /** Collects what makes a model. Not safe for use by several threads at once. */
    public static final class Builder {

        private @Nullable String name;
        private TextSource source = TextSource.seededWords();
        private Instant created = DEFAULT_CREATED;

        private Dialect dialect = Dialect.OPENAI;
        private int tokensUntilFailure = Integer.MAX_VALUE;

        private Builder() {}

        /** Which server to behave like; by default {@link Dialect#OPENAI}. */
        public Builder dialect(Dialect dialect) {
            this.dialect = dialect;
            return this;
        }

        /**
         * Makes each request fail that takes more than that many tokens, in all its choices: a stream in its midst, in
         * the way of the dialect, and a request for a whole completion with status 500.
         *
         * @param tokens 0 or more
         */
        public Builder failAfter(int tokens) {
            if (tokens < 0) {
                throw new IllegalArgumentException("tokens is " + tokens + "; it must not be negative");
            }
            tokensUntilFailure = tokens;
            return this;
        }

        /** The only model that requests may name; otherwise they may name any. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Where the text comes from; by default {@link TextSource#seededWords()}. */
        public Builder source(TextSource source) {
            this.source = source;
            return this;
        }

        /** The time that completions carry, in whole seconds; by default one in 2020. */
        public Builder created(Instant created) {
            this.created = created;
            return this;
        }

        public FakeModel build() {
            return new FakeModel(this);
        }
    }
}
