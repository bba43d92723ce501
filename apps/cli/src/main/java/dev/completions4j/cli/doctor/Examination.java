// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.doctor;

import dev.completions4j.CallOptions;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.Logprobs;
import dev.completions4j.ModelList;
import dev.completions4j.StreamOptions;
import dev.completions4j.Usage;
import dev.completions4j.cli.server.RunningCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tries what a server can do, with requests of a few tokens each. Not safe for use by multiple threads. */
final class Examination {

    private static final String PROMPT = "The sea is";
    private static final int TOKENS = 16;
    private static final int CALLS = 5;
    private static final CallOptions ONE_ATTEMPT =
            CallOptions.builder().maxAttempts(1).build();

    private final CompletionsClient client;
    private final RunningCall running;
    private final Evidence evidence;
    private @Nullable String model;

    /**
     * Creates an examination.
     *
     * @param client must accept all properties
     * @param evidence gets what the answers tell of the server
     * @param model the model to ask; null for the first one that the server lists
     */
    Examination(CompletionsClient client, RunningCall running, Evidence evidence, @Nullable String model) {
        this.client = client;
        this.running = running;
        this.evidence = evidence;
        this.model = model;
    }

    /** Returns the model that is asked. */
    String model() {
        return model == null ? "default" : model;
    }

    Finding models() {
        try {
            ModelList list = running.await(client.models(ONE_ATTEMPT));
            evidence.add(list);
            if (list.models().isEmpty()) {
                return Finding.no("the list is empty");
            }
            String first = list.models().get(0).id();
            boolean chosen = model == null;
            model = chosen ? first : model;
            int count = list.models().size();
            String names = count == 1 ? first : count + " models";
            return Finding.yes(names + (chosen && count > 1 ? "; asking " + first + ", --model names another" : ""));
        } catch (CompletionException e) {
            Finding fatal = Finding.fatal(e);
            // Servers without a list answer 404; with another error, nothing else would work either.
            return fatal.fatal() == null || isRefused(e) ? Finding.refused(e) : fatal;
        }
    }

    private static boolean isRefused(CompletionException e) {
        return e.getCause() instanceof CompletionsClientException failure
                && failure.response() != null
                && failure.response().status() == 404;
    }

    Finding completion() {
        try {
            long start = System.nanoTime();
            Completion completion = complete(request().build());
            Usage usage = completion.usage();
            String tokens = usage == null ? "no usage reported" : usage.completionTokens() + " tokens";
            return Finding.yes(tokens + " in " + Reachability.millis(System.nanoTime() - start));
        } catch (CompletionException e) {
            return Finding.fatal(e);
        }
    }

    Finding streaming() {
        List<Long> arrivals = new ArrayList<>();
        boolean[] usage = new boolean[1];
        CompletionRequest request =
                request().streamOptions(StreamOptions.withUsage()).build();
        long start = System.nanoTime();
        try {
            running.await(client.stream(request, ONE_ATTEMPT).forEach(chunk -> {
                if (hasText(chunk)) {
                    arrivals.add(System.nanoTime());
                }
                usage[0] |= chunk.usage() != null;
            }));
        } catch (CompletionException e) {
            return Finding.refused(e);
        }
        if (arrivals.isEmpty()) {
            return Finding.no("the stream had no text");
        }
        long first = arrivals.get(0) - start;
        long rest = arrivals.get(arrivals.size() - 1) - arrivals.get(0);
        String pace =
                arrivals.size() == 1 ? "" : ", then one every " + Reachability.millis(rest / (arrivals.size() - 1));
        return Finding.yes(arrivals.size() + " chunks; the first after " + Reachability.millis(first) + pace
                + (usage[0] ? "; with usage" : "; without usage"));
    }

    private static boolean hasText(CompletionChunk chunk) {
        return chunk.choices().stream().anyMatch(choice -> !choice.text().isEmpty());
    }

    Finding logprobs() {
        return tried(
                request().maxTokens(1).logprobs(2).build(),
                completion -> logprobCount(completion) > 0,
                "with 2 alternatives for each token");
    }

    private static int logprobCount(Completion completion) {
        Logprobs logprobs = completion.choices().isEmpty()
                ? null
                : completion.choices().get(0).logprobs();
        return logprobs == null ? 0 : logprobs.tokens().size();
    }

    Finding echo() {
        return tried(
                request().maxTokens(1).echo(true).build(),
                completion -> completion.text().startsWith(PROMPT),
                "the prompt comes back before the text");
    }

    Finding promptLogprobs() {
        return tried(
                request().maxTokens(1).echo(true).logprobs(1).build(),
                completion -> logprobCount(completion) > 2,
                "echo with logprobs, which scores texts");
    }

    Finding choices() {
        return tried(
                request().maxTokens(1).n(2).build(),
                completion -> completion.choices().stream()
                                .mapToInt(Choice::index)
                                .distinct()
                                .count()
                        == 2,
                "n = 2");
    }

    Finding latency() {
        long[] times = new long[CALLS];
        CompletionRequest request = request().maxTokens(1).build();
        try {
            for (int i = 0; i < CALLS; i++) {
                long start = System.nanoTime();
                running.await(client.stream(request, ONE_ATTEMPT).firstChunk());
                times[i] = System.nanoTime() - start;
            }
        } catch (CompletionException e) {
            return Finding.refused(e);
        }
        Arrays.sort(times);
        return Finding.yes("first token after " + Reachability.millis(times[CALLS / 2]) + " (median of " + CALLS + ", "
                + Reachability.millis(times[0]) + " to " + Reachability.millis(times[CALLS - 1]) + ")");
    }

    /** Servers ignore what they do not know, so that the answer alone tells. */
    private Finding tried(CompletionRequest request, Predicate<Completion> hasEffect, String detail) {
        try {
            return hasEffect.test(complete(request)) ? Finding.yes(detail) : Finding.no("accepted, but ignored");
        } catch (CompletionException e) {
            return Finding.refused(e);
        }
    }

    private Completion complete(CompletionRequest request) {
        Completion completion = running.await(client.complete(request, ONE_ATTEMPT));
        evidence.add(completion);
        return completion;
    }

    private CompletionRequest.Builder request() {
        return CompletionRequest.builder().model(model()).prompt(PROMPT).maxTokens(TOKENS);
    }
}
