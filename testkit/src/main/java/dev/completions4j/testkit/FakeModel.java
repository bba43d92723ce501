package dev.completions4j.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model that behaves as OpenAI's completions endpoint does, and says what the test wants.
 *
 * <p>Its text comes from a {@link TextSource}; from there on it works like a model: it splits the text into tokens, and
 * obeys {@code max_tokens}, {@code stop}, {@code n}, {@code best_of}, {@code echo}, {@code seed}, {@code logprobs},
 * {@code stream} and {@code stream_options}. It refuses what breaks the endpoint's rules. The properties that steer the
 * sampling, and {@code suffix}, are checked and have no effect.
 *
 * <p>The same requests in the same order have the same answers. Safe for use by any number of threads.
 */
public final class FakeModel {

    private static final Instant DEFAULT_CREATED = Instant.ofEpochSecond(1_589_478_378);

    private final @Nullable String name;
    private final TextSource source;
    private final Instant created;
    private final FakeTokenizer tokenizer = new FakeTokenizer();
    private final ModelRequestParser parser = new ModelRequestParser(tokenizer);
    private final AtomicLong answers = new AtomicLong();

    private FakeModel(Builder builder) {
        name = builder.name;
        source = builder.source;
        created = builder.created;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The ids of a text's tokens, with which a test can send the text as a prompt of tokens. */
    public int[] tokenIds(String text) {
        return FakeTokenizer.split(text).mapToInt(tokenizer::id).toArray();
    }

    /** The list of models, which has this one only. */
    JsonNode list() {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        list.putArray("data")
                .addObject()
                .put("id", name == null ? "fake-model" : name)
                .put("object", "model")
                .put("created", created.getEpochSecond())
                .put("owned_by", "completions4j");
        return list;
    }

    /**
     * Answers a request.
     *
     * @throws RequestFault if the endpoint refuses it
     */
    ModelReply answer(JsonNode json) throws RequestFault {
        ModelRequest request = parser.parse(json);
        if (name != null && !name.equals(request.model())) {
            throw new RequestFault(
                    404,
                    "The model does not exist or you do not have access to it; this server has " + name + ".",
                    "model",
                    "model_not_found");
        }
        CompletionJson writer = new CompletionJson(
                "cmpl-" + answers.incrementAndGet(), created.getEpochSecond(), request.model(), request.logprobs());
        return request.stream()
                ? new ModelReply.Stream(new ChunkIterator(request, choices(request), writer))
                : new ModelReply.Whole(whole(request, writer));
    }

    private JsonNode whole(ModelRequest request, CompletionJson writer) {
        ArrayNode choices = JsonNodeFactory.instance.arrayNode();
        int generated = 0;
        for (TokenizedPrompt prompt : request.prompts()) {
            List<Candidate> candidates =
                    candidates(request, prompt).map(Candidate::of).toList();
            for (Candidate best : likeliest(candidates, request.n())) {
                choices.add(writer.choice(choices.size(), best.piece()));
            }
            generated += candidates.stream().mapToInt(Candidate::tokens).sum();
        }
        ObjectNode completion = writer.response(choices);
        completion.set("usage", CompletionJson.usage(request.promptTokens(), generated));
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
                .mapToObj(choice -> source.text(prompt.text(), request.seed(), choice))
                .map(text -> new ChoiceGenerator(request, prompt, text));
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

        private Builder() {}

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
