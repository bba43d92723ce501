// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import dev.completions4j.CompletionsClientException;
import dev.completions4j.tests.soak.Plans.CallerAction;
import dev.completions4j.tests.soak.ServerAction.Retry;
import dev.completions4j.tests.soak.SoakCall.End;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Verifies the outcomes of calls against what their servers did. */
final class OutcomeVerifier {

    /** The tolerance for the end of a call, on a busy machine. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private static final int MAX_VIOLATIONS_KEPT = 100;

    private final Map<String, Map<String, LongAdder>> outcomes = new ConcurrentSkipListMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicLong latestMillis = new AtomicLong();

    void verify(Plans plans, SoakCall call, End end, List<ServerAction> actions, boolean clientClosed) {
        calls.incrementAndGet();
        attempts.addAndGet(actions.size());
        outcomes.computeIfAbsent(end.outcome(), outcome -> new ConcurrentSkipListMap<>())
                .computeIfAbsent(plans.carrier().name(), carrier -> new LongAdder())
                .increment();
        String wrong = violation(plans, call, end, actions, clientClosed);
        if (wrong != null) {
            addViolation(plans.carrier() + ", " + call + ": " + wrong + "; it ended with " + end.outcome() + " after "
                    + end.elapsed() + ", the server did " + actions + ", the failure is " + chain(end.failure()));
        }
    }

    void addViolation(String violation) {
        if (violations.size() < MAX_VIOLATIONS_KEPT) {
            violations.add(violation);
        }
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    long calls() {
        return calls.get();
    }

    private @Nullable String violation(
            Plans plans, SoakCall call, End end, List<ServerAction> actions, boolean clientClosed) {
        if (call.misbehavior() != null) {
            return call.misbehavior();
        }
        String late = lateness(call, end);
        if (late != null) {
            return late;
        }
        CallerAction callerAction = call.plan().callerAction();
        switch (end.outcome()) {
            case Outcomes.CANCELLED -> {
                return callerAction == CallerAction.CANCEL
                        ? textViolation(plans, call, end, actions)
                        : "it was not cancelled";
            }
            case Outcomes.CLOSED -> {
                return clientClosed ? textViolation(plans, call, end, actions) : "its client was open";
            }
            case Outcomes.TIMEOUT -> {
                boolean due = callerAction == CallerAction.TIME_OUT_EARLY
                        || call.plan().isImpatient();
                return due ? textViolation(plans, call, end, actions) : "the server was not silent";
            }
            default -> {
                return served(plans, call, end, actions);
            }
        }
    }

    private @Nullable String served(Plans plans, SoakCall call, End end, List<ServerAction> actions) {
        if (actions.isEmpty()) {
            return "the server never received it";
        }
        List<ServerAction> decisive = decisive(call, end, actions);
        if (decisive.isEmpty()) {
            return "the server's last action does not imply that";
        }
        // The server may not have received an attempt that a timeout ended.
        int attempts = attempts(end, actions);
        long refusals =
                actions.stream().filter(action -> action == ServerAction.REFUSE).count();
        if (attempts > Plans.MAX_ATTEMPTS || actions.size() > attempts + refusals) {
            return "it was sent too often";
        }
        // No attempt is made that would begin after the total timeout.
        boolean retried = attempts == Plans.MAX_ATTEMPTS || call.plan().callerAction() == CallerAction.TIME_OUT_EARLY;
        if (!retried && decisive.stream().allMatch(action -> action.retry() == Retry.ALWAYS)) {
            return "it was not sent again";
        }
        return textViolation(plans, call, end, actions);
    }

    /** Returns the possible last actions of the server that imply the outcome. */
    private static List<ServerAction> decisive(SoakCall call, End end, List<ServerAction> actions) {
        // An attempt that a timeout ended may be served after the next one, over another connection.
        List<ServerAction> last =
                call.plan().isImpatient() ? actions : actions.subList(actions.size() - 1, actions.size());
        return last.stream().filter(action -> action.implies(end.outcome())).toList();
    }

    /** Returns the number of attempts that the client reports; a success does not report it. */
    private static int attempts(End end, List<ServerAction> actions) {
        return end.failure() instanceof CompletionsClientException ours
                ? ours.failedAttempts().size() + 1
                : Math.min(Plans.MAX_ATTEMPTS, actions.size());
    }

    private static @Nullable String textViolation(Plans plans, SoakCall call, End end, List<ServerAction> actions) {
        if (actions.contains(ServerAction.TOO_MUCH)) {
            return null;
        }
        String usual = String.join("", plans.parts(call.id(), false));
        String atLength = String.join("", plans.parts(call.id(), true));
        if (end.outcome().equals(Outcomes.SUCCESS)) {
            boolean whole = decisive(call, end, actions).stream()
                    .anyMatch(action -> end.text().equals(action == ServerAction.ANSWER_AT_LENGTH ? atLength : usual));
            return whole ? null : "the text is not the server's: " + end.text().length() + " characters";
        }
        String longest = actions.contains(ServerAction.ANSWER_AT_LENGTH) ? atLength : usual;
        return longest.startsWith(end.text()) ? null : "the text is not the beginning of the server's";
    }

    private @Nullable String lateness(SoakCall call, End end) {
        Duration due = call.plan().callerAction() == CallerAction.TIME_OUT_EARLY
                ? call.plan().total()
                : call.plan().silence().multipliedBy(Plans.MAX_ATTEMPTS);
        Duration late = end.elapsed().minus(due);
        latestMillis.accumulateAndGet(late.toMillis(), Math::max);
        return late.compareTo(GRACE) > 0 ? "it ended " + late + " late" : null;
    }

    private static String chain(@Nullable Throwable failure) {
        StringBuilder chain = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            chain.append(each).append(" <- ");
        }
        return chain.toString();
    }

    /** Returns the counts, with a line for each outcome. */
    String report() {
        Map<String, String> lines = new TreeMap<>();
        outcomes.forEach((outcome, byCarrier) -> lines.put(
                outcome,
                byCarrier.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))));
        return calls + " calls in " + attempts + " attempts, " + violations.size() + " violations, the latest end "
                + latestMillis + " ms after it was due\n"
                + lines.entrySet().stream()
                        .map(line -> "  %-36s %s".formatted(line.getKey(), line.getValue()))
                        .collect(Collectors.joining("\n"));
    }
}
