// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.CallOptions;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.Timeout;
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
 * delay. If a few attempts fail for a reason that may be the content of one prompt, each prompt is sent on its own in
 * the time that is left, so that one bad prompt does not fail its neighbors.
 */
final class Coalescer implements PromptCalls {

    /** The client ends calls that have no time left, with its own exception. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final RequestTemplate template;
    private final BiFunction<CompletionRequest, CallOptions, CompletableFuture<Completion>> calls;
    private final JoinedCalls joinedCalls;
    private final Scheduler scheduler;
    private final int maxPrompts;
    private final Duration maxDelay;
    private final Duration timeout;

    private List<Waiting> batch = new ArrayList<>();
    private Scheduler.@Nullable Task flush;

    /**
     * Creates a coalescer.
     *
     * @param calls sends a request
     * @param joinedCalls a listener of what sends the requests
     * @param timeout the time limit of a prompt from the time at which it is passed in
     */
    Coalescer(
            RequestTemplate template,
            BiFunction<CompletionRequest, CallOptions, CompletableFuture<Completion>> calls,
            JoinedCalls joinedCalls,
            Scheduler scheduler,
            int maxPrompts,
            Duration maxDelay,
            Duration timeout) {
        this.template = template;
        this.calls = calls;
        this.joinedCalls = joinedCalls;
        this.scheduler = scheduler;
        this.maxPrompts = maxPrompts;
        this.maxDelay = maxDelay;
        this.timeout = timeout;
    }

    /** @param since the time at which the prompt was passed in */
    private record Waiting(String prompt, long since, CompletableFuture<Completion> result) {

        void end(@Nullable Completion completion, @Nullable Throwable failure) {
            if (failure == null) {
                result.complete(completion);
            } else {
                result.completeExceptionally(failure);
            }
        }
    }

    /** The usage of the result is null if the request had other prompts: servers report the sum only. */
    @Override
    public CompletableFuture<Completion> complete(String prompt) {
        Waiting waiting = new Waiting(prompt, scheduler.nanoTime(), new CompletableFuture<>());
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
            sendTogether(prompts);
        }
    }

    private void sendAlone(Waiting waiting) {
        var unused =
                calls.apply(template.request(waiting.prompt), options(waiting)).whenComplete(waiting::end);
    }

    private void sendTogether(List<Waiting> prompts) {
        Waiting earliest = prompts.get(0);
        CompletionRequest request =
                template.request(prompts.stream().map(Waiting::prompt).toList());
        var unused = joinedCalls
                .start(options(earliest), options -> calls.apply(request, options))
                .whenComplete((completion, failure) -> {
                    if (failure == null) {
                        deal(completion, prompts);
                    } else if (JoinedCalls.mayConcernOnePrompt(cause(failure)) && hasTime(earliest)) {
                        prompts.forEach(this::sendAlone);
                    } else {
                        prompts.forEach(each -> each.end(null, failure));
                    }
                });
    }

    private CallOptions options(Waiting waiting) {
        Duration left = timeLeft(waiting);
        return CallOptions.builder()
                .timeout(Timeout.TOTAL, left.compareTo(SHORTEST) > 0 ? left : SHORTEST)
                .build();
    }

    private boolean hasTime(Waiting waiting) {
        return timeLeft(waiting).compareTo(Duration.ZERO) > 0;
    }

    private Duration timeLeft(Waiting waiting) {
        return timeout.minusNanos(scheduler.nanoTime() - waiting.since);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
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
