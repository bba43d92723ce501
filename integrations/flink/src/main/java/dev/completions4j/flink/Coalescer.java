// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.ApiException;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends neighboring prompts as one request, and deals the choices out again. Thread-safe.
 *
 * <p>A request is sent when it has the maximum number of prompts, or when its first prompt has waited for the maximum
 * delay. If the server rejects it because of its content, each prompt is sent on its own, so that one bad prompt does
 * not fail its neighbors.
 */
final class Coalescer implements PromptCalls {

    private final RequestTemplate template;
    private final Function<CompletionRequest, CompletableFuture<Completion>> calls;
    private final Scheduler scheduler;
    private final int maxPrompts;
    private final Duration maxDelay;

    private List<Waiting> batch = new ArrayList<>();
    private Scheduler.@Nullable Task flush;

    Coalescer(
            RequestTemplate template,
            Function<CompletionRequest, CompletableFuture<Completion>> calls,
            Scheduler scheduler,
            int maxPrompts,
            Duration maxDelay) {
        this.template = template;
        this.calls = calls;
        this.scheduler = scheduler;
        this.maxPrompts = maxPrompts;
        this.maxDelay = maxDelay;
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
            sendAlone(prompts.get(0));
        } else if (prompts.size() > 1) {
            var unused = calls.apply(template.request(
                            prompts.stream().map(Waiting::prompt).toList()))
                    .whenComplete((completion, failure) -> {
                        if (failure == null) {
                            deal(completion, prompts);
                        } else if (concernsContent(failure)) {
                            prompts.forEach(this::sendAlone);
                        } else {
                            prompts.forEach(each -> each.result.completeExceptionally(failure));
                        }
                    });
        }
    }

    private void sendAlone(Waiting waiting) {
        var unused = calls.apply(template.request(waiting.prompt)).whenComplete((completion, failure) -> {
            if (failure == null) {
                waiting.result.complete(completion);
            } else {
                waiting.result.completeExceptionally(failure);
            }
        });
    }

    private static boolean concernsContent(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof InvalidRequestException
                || (cause instanceof ApiException api
                        && (api.kind() == ApiException.Kind.BAD_REQUEST
                                || api.kind() == ApiException.Kind.CONTEXT_LENGTH_EXCEEDED));
    }

    private static void deal(Completion completion, List<Waiting> prompts) {
        Map<Integer, List<Choice>> byPrompt =
                completion.choices().stream().collect(Collectors.groupingBy(Choice::promptIndex));
        for (int i = 0; i < prompts.size(); i++) {
            List<Choice> choices = byPrompt.get(i);
            if (choices == null) {
                prompts.get(i)
                        .result
                        .completeExceptionally(new IllegalStateException("The server returned no choice for prompt " + i
                                + " of " + prompts.size() + "; send prompts one by one, without coalescing"));
            } else {
                prompts.get(i).result.complete(withChoices(completion, choices));
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
