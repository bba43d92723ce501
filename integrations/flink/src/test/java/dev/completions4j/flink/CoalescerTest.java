// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.FinishReason;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.Prompt;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Timeout;
import dev.completions4j.Usage;
import dev.completions4j.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoalescerTest {

    private static final Usage USAGE = new Usage(1, 2, 3, null, null, Map.of());

    private final ManualTime time = new ManualTime();
    private final List<CompletionRequest> requests = new ArrayList<>();
    private final List<CallOptions> options = new ArrayList<>();
    private final List<CompletableFuture<Completion>> replies = new ArrayList<>();
    private final Coalescer coalescer = coalescer(Duration.ofMillis(10));

    private Coalescer coalescer(Duration maxDelay) {
        return new Coalescer(
                RequestTemplate.of(CompletionRequest.builder().model("m").n(2).build()),
                this::send,
                new JoinedCalls(),
                time,
                3,
                maxDelay,
                Duration.ofSeconds(60));
    }

    private CompletableFuture<Completion> send(CompletionRequest request, CallOptions callOptions) {
        requests.add(request);
        options.add(callOptions);
        replies.add(new CompletableFuture<>());
        return replies.get(replies.size() - 1);
    }

    @Test
    void aFullRequestIsSentAtOnceAndItsChoicesAreDealtOut() {
        List<CompletableFuture<Completion>> results =
                List.of(coalescer.complete("a"), coalescer.complete("b"), coalescer.complete("c"));

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).prompt()).isEqualTo(new Prompt.Texts(List.of("a", "b", "c")));
        assertThat(time.pendingTasks()).isZero();

        replies.get(0)
                .complete(completion(
                        choice(0, 0, "a0"),
                        choice(1, 0, "a1"),
                        choice(2, 1, "b0"),
                        choice(3, 1, "b1"),
                        choice(4, 2, "c0"),
                        choice(5, 2, "c1")));

        assertThat(results.get(1).join().choices()).containsExactly(choice(0, 0, "b0"), choice(1, 0, "b1"));
        assertThat(results.get(2).join().text()).isEqualTo("c0");
        assertThat(results.get(0).join().usage()).isNull();
    }

    @Test
    void whatWaitsTooLongIsSent() {
        CompletableFuture<Completion> a = coalescer.complete("a");
        time.advance(Duration.ofMillis(9));
        CompletableFuture<Completion> b = coalescer.complete("b");
        assertThat(requests).isEmpty();

        time.advance(Duration.ofMillis(1));

        assertThat(requests).hasSize(1);
        replies.get(0)
                .complete(completion(choice(0, 0, "x"), choice(1, 0, "x1"), choice(2, 1, "y"), choice(3, 1, "y1")));
        assertThat(a.join().text()).isEqualTo("x");
        assertThat(b.join().text()).isEqualTo("y");
    }

    @Test
    void aSinglePromptKeepsItsUsage() {
        CompletableFuture<Completion> a = coalescer.complete("a");

        time.advance(Duration.ofMillis(10));
        replies.get(0).complete(completion(choice(0, 0, "x")));

        assertThat(requests.get(0).prompt()).isEqualTo(new Prompt.Text("a"));
        assertThat(a.join().usage()).isEqualTo(USAGE);
    }

    @ParameterizedTest
    @EnumSource(
            value = ApiException.Kind.class,
            names = {"BAD_REQUEST", "CONTEXT_LENGTH_EXCEEDED", "PERMISSION", "SERVER_ERROR"})
    void aBadPromptDoesNotFailItsNeighbors(ApiException.Kind kind) {
        CompletableFuture<Completion> a = coalescer.complete("a");
        CompletableFuture<Completion> b = coalescer.complete("b");
        coalescer.complete("c").isDone();
        ApiException refused = failure(kind);

        replies.get(0).completeExceptionally(refused);

        assertThat(requests.subList(1, 4).stream().map(CompletionRequest::prompt))
                .containsExactly(new Prompt.Text("a"), new Prompt.Text("b"), new Prompt.Text("c"));
        replies.get(1).complete(completion(choice(0, 0, "x")));
        replies.get(2).completeExceptionally(refused);
        assertThat(a.join().text()).isEqualTo("x");
        assertThat(b).isCompletedExceptionally();
    }

    /** Flink would fail the job if a row took longer than its time limit. */
    @Test
    void promptsThatAreSentAgainGetTheTimeThatIsLeft() {
        coalescer.complete("a").isDone();
        coalescer.complete("b").isDone();
        coalescer.complete("c").isDone();
        time.advance(Duration.ofSeconds(45));

        replies.get(0).completeExceptionally(failure(ApiException.Kind.SERVER_ERROR));

        Duration left = Duration.ofSeconds(15);
        assertThat(timeouts()).containsExactly(Duration.ofSeconds(60), left, left, left);
    }

    /** Flink counts from the time at which it passes the row in. */
    @Test
    void theTimeOfPromptsIncludesTheirWait() {
        coalescer.complete("a").isDone();
        time.advance(Duration.ofMillis(4));
        coalescer.complete("b").isDone();
        time.advance(Duration.ofMillis(6));
        coalescer.complete("alone").isDone();
        time.advance(Duration.ofMillis(10));

        replies.get(0).completeExceptionally(failure(ApiException.Kind.SERVER_ERROR));

        Duration all = Duration.ofSeconds(60);
        assertThat(timeouts())
                .containsExactly(all.minusMillis(10), all.minusMillis(10), all.minusMillis(20), all.minusMillis(16));
    }

    /** Such as after a pause of the garbage collector; its exception names the timeout. */
    @Test
    void theClientEndsPromptsThatHaveWaitedForTooLong() {
        Coalescer slow = coalescer(Duration.ofSeconds(61));
        slow.complete("a").isDone();

        time.advance(Duration.ofSeconds(61));

        assertThat(timeouts()).containsExactly(Duration.ofMillis(1));
    }

    private List<Duration> timeouts() {
        return options.stream()
                .map(each -> Objects.requireNonNull(each.timeouts().get(Timeout.TOTAL)))
                .toList();
    }

    @Test
    void promptsAreNotSentAgainWhenNoTimeIsLeft() {
        CompletableFuture<Completion> a = coalescer.complete("a");
        coalescer.complete("b").isDone();
        coalescer.complete("c").isDone();
        time.advance(Duration.ofSeconds(60));

        replies.get(0).completeExceptionally(failure(ApiException.Kind.SERVER_ERROR));

        assertThat(requests).hasSize(1);
        assertThat(a).isCompletedExceptionally();
    }

    @Test
    void anAnswerThatCannotBeReadDoesNotFailTheNeighborsOfItsPrompt() {
        coalescer.complete("a").isDone();
        coalescer.complete("b").isDone();
        coalescer.complete("c").isDone();

        replies.get(0).completeExceptionally(new MalformedResponseException("bad", null, ResponseInfo.unknown(), null));

        assertThat(requests).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = ApiException.Kind.class,
            names = {"AUTHENTICATION", "NOT_FOUND", "RATE_LIMIT", "QUOTA_EXHAUSTED", "OVERLOADED"})
    void aFailureThatConcernsEveryPromptIsThatOfAllPrompts(ApiException.Kind kind) {
        CompletableFuture<Completion> a = coalescer.complete("a");
        CompletableFuture<Completion> b = coalescer.complete("b");
        CompletableFuture<Completion> c = coalescer.complete("c");

        replies.get(0).completeExceptionally(failure(kind));

        assertThat(requests).hasSize(1);
        assertThat(List.of(a, b, c)).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void anAnswerWithTooFewChoicesFails() {
        failsForAllPrompts(
                completion(choice(0, 0, "x"), choice(2, 1, "y")), "2 choices for 2 prompts, instead of 2 for each");
    }

    /** Such as all candidates of {@code best_of}: those of the first prompt would be taken for those of the second. */
    @Test
    void anAnswerWithTooManyChoicesFails() {
        failsForAllPrompts(
                completion(
                        choice(0, 0, "a0"),
                        choice(1, 0, "a1"),
                        choice(2, 1, "a2"),
                        choice(3, 1, "b0"),
                        choice(4, 2, "b1"),
                        choice(5, 2, "b2")),
                "6 choices for 2 prompts, instead of 2 for each");
    }

    @Test
    void anAnswerWithoutChoicesForAPromptFails() {
        failsForAllPrompts(
                completion(choice(0, 0, "x"), choice(1, 0, "y"), choice(1, 0, "z"), choice(3, 1, "y")),
                "4 choices for 2 prompts, instead of 2 for each");
    }

    private void failsForAllPrompts(Completion answer, String message) {
        CompletableFuture<Completion> a = coalescer.complete("a");
        CompletableFuture<Completion> b = coalescer.complete("b");

        time.advance(Duration.ofMillis(10));
        replies.get(0).complete(answer);

        assertThat(List.of(a, b))
                .allSatisfy(each -> assertThat(each)
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .withMessageContaining(message)
                        .withMessageContaining("without coalescing"));
    }

    private static Choice choice(int index, int prompt, String text) {
        return new Choice(index, prompt, text, FinishReason.STOP, null, Map.of());
    }

    private static Completion completion(Choice... choices) {
        return new Completion(
                "id", "text_completion", 1, "m", List.of(choices), null, USAGE, Map.of(), ResponseInfo.unknown());
    }

    private static ApiException failure(ApiException.Kind kind) {
        return new ApiException(
                kind, new ApiException.ApiError("no", null, null, null, ""), ResponseInfo.unknown(), null);
    }
}
