// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.ApiException;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends neighboring prompts as one request, and deals the choices out again. Thread-safe.
 *
 * <p>A request is sent when it has the maximum number of prompts, or when its first prompt has waited for the maximum
 * delay. If it fails for a reason that may be the content of one prompt, each prompt is sent on its own in the time
 * that is left, so that one bad prompt does not fail its neighbors.
 */
final class Coalescer implements PromptCalls {

    private final RequestTemplate template;
    private final BiFunction<CompletionRequest, Duration, CompletableFuture<Completion>> calls;
    private final Scheduler scheduler;
    private final int maxPrompts;
    private final Duration maxDelay;
    private final Duration timeout;

    private List<Waiting> batch = new ArrayList<>();
    private Scheduler.@Nullable Task flush;

    /**
     * Creates a coalescer.
     *
     * @param calls sends a request, with its time limit
     * @param timeout the time limit of a prompt from the time at which it is sent
     */
    Coalescer(
            RequestTemplate template,
            BiFunction<CompletionRequest, Duration, CompletableFuture<Completion>> calls,
            Scheduler scheduler,
            int maxPrompts,
            Duration maxDelay,
            Duration timeout) {
        this.template = template;
        this.calls = calls;
        this.scheduler = scheduler;
        this.maxPrompts = maxPrompts;
        this.maxDelay = maxDelay;
        this.timeout = timeout;
    }

    private record Waiting(String prompt, CompletableFuture<Completion> result) {}

    /** The usage of the result is null if the request had other prompts: servers report the sum only. */
    @Override
    public CompletableFuture<Completion> complete(String prompt) {
        Waiting waiting = new Waiting(prompt, new CompletableFuture<>());
        send(add(waiting));
        return waiting.result;
    }

    /** Returns the batch if it is full. */
    private synchronized List<Waiting> add(Waiting waiting) {
        batch.add(waiting);
        if (batch.size() == maxPrompts) {
            return take();
        }
        if (flush == null) {
            flush = scheduler.schedule(() -> send(take()), maxDelay);
        }
        return List.of();
    }

    private synchronized List<Waiting> take() {
        if (flush != null) {
            flush.cancel();
            flush = null;
        }
        List<Waiting> taken = batch;
        batch = new ArrayList<>();
        return taken;
    }

    private void send(List<Waiting> prompts) {
        if (prompts.size() == 1) {
            sendAlone(prompts.get(0), timeout);
        } else if (prompts.size() > 1) {
            long sentAt = scheduler.nanoTime();
            List<String> texts = prompts.stream().map(Waiting::prompt).toList();
            var unused = calls.apply(template.request(texts), timeout).whenComplete((completion, failure) -> {
                Duration left = timeout.minusNanos(scheduler.nanoTime() - sentAt);
                if (failure == null) {
                    deal(completion, prompts);
                } else if (mayConcernOnePrompt(failure) && !left.isZero() && !left.isNegative()) {
                    prompts.forEach(each -> sendAlone(each, left));
                } else {
                    prompts.forEach(each -> each.result.completeExceptionally(failure));
                }
            });
        }
    }

    private void sendAlone(Waiting waiting, Duration limit) {
        var unused = calls.apply(template.request(waiting.prompt), limit).whenComplete((completion, failure) -> {
            if (failure == null) {
                waiting.result.complete(completion);
            } else {
                waiting.result.completeExceptionally(failure);
            }
        });
    }

    private static boolean mayConcernOnePrompt(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ApiException refused) {
            return switch (refused.kind()) {
                case BAD_REQUEST, CONTEXT_LENGTH_EXCEEDED, PERMISSION, SERVER_ERROR -> true;
                // More calls would fail like this one, or make the overload worse.
                case AUTHENTICATION, NOT_FOUND, RATE_LIMIT, QUOTA_EXHAUSTED, OVERLOADED, UNEXPECTED_STATUS -> false;
            };
        }
        return cause instanceof InvalidRequestException || cause instanceof MalformedResponseException;
    }

    private void deal(Completion completion, List<Waiting> prompts) {
        Integer n = template.properties().n();
        int choicesEach = n == null ? 1 : Math.max(1, n);
        Map<Integer, List<Choice>> byPrompt =
                completion.choices().stream().collect(Collectors.groupingBy(Choice::promptIndex));
        boolean complete = completion.choices().size() == (long) choicesEach * prompts.size()
                && IntStream.range(0, prompts.size())
                        .allMatch(i -> byPrompt.getOrDefault(i, List.of()).size() == choicesEach);
        for (int i = 0; i < prompts.size(); i++) {
            CompletableFuture<Completion> result = prompts.get(i).result;
            if (complete) {
                result.complete(withChoices(completion, byPrompt.getOrDefault(i, List.of())));
            } else {
                result.completeExceptionally(new IllegalStateException("The server returned "
                        + completion.choices().size() + " choices for " + prompts.size() + " prompts, instead of "
                        + choicesEach + " for each; send prompts one by one, without coalescing"));
            }
        }
    }

    private static Completion withChoices(Completion completion, List<Choice> choices) {
        List<Choice> renumbered = new ArrayList<>();
        for (Choice choice : choices) {
            renumbered.add(new Choice(
                    renumbered.size(),
                    0,
                    choice.text(),
                    choice.finishReason(),
                    choice.logprobs(),
                    choice.additionalProperties()));
        }
        return new Completion(
                completion.id(),
                completion.objectType(),
                completion.created(),
                completion.model(),
                renumbered,
                completion.systemFingerprint(),
                null,
                completion.additionalProperties(),
                completion.response());
    }
}
