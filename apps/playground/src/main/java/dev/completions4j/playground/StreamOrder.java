// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.Prompt;
import dev.completions4j.ServerProfile;
import dev.completions4j.ServerProfile.PromptForm;
import dev.completions4j.ServerProfile.Verdict;
import dev.completions4j.StreamOptions;
import dev.completions4j.Timeout;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stream as the page asks for it.
 *
 * @param stream the number that the page gave it
 * @param server the id of the server
 * @param setting how a fake model behaves
 * @param model the name of the model
 * @param prompt the text at the root of the tree of branches
 * @param path the tokens after the prompt from which to continue; empty at the root
 * @param maxTokens maximum number of tokens to generate
 * @param alternatives the number of alternatives per token; 0 requests no log probabilities
 * @param temperature null if not sent
 * @param seed null if not sent
 */
record StreamOrder(
        int stream,
        String server,
        Setting setting,
        String model,
        String prompt,
        List<PathToken> path,
        int maxTokens,
        int alternatives,
        @Nullable Double temperature,
        @Nullable Long seed) {

    /** A reader may think about a paused stream for long. */
    private static final Duration TOTAL = Duration.ofHours(2);
    /** Shows within seconds what the default shows after a minute. */
    private static final Duration STALL_PATIENCE = Duration.ofSeconds(3);

    /**
     * A token on the way to a branch.
     *
     * @param id null if the server did not send it
     */
    record PathToken(String text, @Nullable Integer id) {}

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException if a property has an unknown value
     * @throws ClassCastException if a property has another type
     */
    static StreamOrder of(JsonObject message) {
        String fault = message.getString("fault");
        return new StreamOrder(
                Properties.number(message, "stream"),
                Properties.text(message, "server"),
                new Setting(
                        named(Pace.values(), Properties.text(message, "pace")),
                        fault == null ? null : named(FaultKind.values(), fault)),
                Properties.text(message, "model"),
                Properties.text(message, "prompt"),
                path(message.getJsonArray("path", new JsonArray())),
                Properties.number(message, "maxTokens"),
                Properties.number(message, "alternatives"),
                message.getDouble("temperature"),
                message.getLong("seed"));
    }

    private static <E extends Enum<E>> E named(E[] values, String name) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown: " + name));
    }

    private static List<PathToken> path(JsonArray tokens) {
        List<PathToken> path = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            JsonObject token = tokens.getJsonObject(i);
            path.add(new PathToken(Properties.text(token, "text"), token.getInteger("id")));
        }
        return path;
    }

    /** Returns whether the server can continue from the exact tokens of the path instead of from its text. */
    boolean continuesFromIds(ModelServer chosen) {
        return !path.isEmpty()
                && path.stream().allMatch(token -> token.id() != null)
                && chosen.keepsTokenIds(setting)
                && chosen.profile().promptForms().contains(PromptForm.TOKENS);
    }

    /** Returns the prompt with the text of the path. */
    Prompt textPrompt() {
        return Prompt.of(prompt + path.stream().map(PathToken::text).collect(Collectors.joining()));
    }

    /**
     * Returns the prompt with the tokens of the path.
     *
     * @param promptIds the tokens of {@link #prompt()}
     */
    Prompt tokenPrompt(int[] promptIds) {
        int[] ids = Arrays.copyOf(promptIds, promptIds.length + path.size());
        for (int i = 0; i < path.size(); i++) {
            Integer id = path.get(i).id();
            ids[promptIds.length + i] = id == null ? 0 : id;
        }
        return Prompt.ofTokens(ids);
    }

    /** Returns the request; without log probabilities and usage where the server has none. */
    CompletionRequest request(Prompt whole, ServerProfile profile) {
        CompletionRequest.Builder request = CompletionRequest.builder()
                .model(model)
                .prompt(whole)
                .maxTokens(maxTokens)
                .temperature(temperature)
                .seed(seed);
        if (alternatives > 0 && profile.verdict("logprobs") == Verdict.ACCEPTED) {
            request.logprobs(alternatives);
        }
        if (profile.verdict("stream_options") == Verdict.ACCEPTED) {
            request.streamOptions(StreamOptions.withUsage());
        }
        return request.build();
    }

    /**
     * Returns the options of the call.
     *
     * @param streamKey identifies the stream for a fake model
     */
    CallOptions options(ModelServer chosen, String streamKey) {
        CallOptions.Builder options = CallOptions.builder().timeout(Timeout.TOTAL, TOTAL);
        if (chosen instanceof FakeServer) {
            options.header(ModelServer.STREAM_HEADER, streamKey);
        }
        if (setting.fault() == FaultKind.STALL) {
            options.timeout(Timeout.READ_IDLE, STALL_PATIENCE);
        }
        return options.build();
    }
}
