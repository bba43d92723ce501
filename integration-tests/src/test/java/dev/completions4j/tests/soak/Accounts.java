// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import dev.completions4j.CompletionsClientException;
import dev.completions4j.tests.soak.Deed.Retry;
import dev.completions4j.tests.soak.Plans.Act;
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

/** Compares how calls ended with what their servers did. */
final class Accounts {

    /** How late a call may end on a machine that is busy with other things. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private static final int MAX_VIOLATIONS_KEPT = 100;

    private final Map<String, Map<String, LongAdder>> outcomes = new ConcurrentSkipListMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicLong latestMillis = new AtomicLong();

    void settle(Plans plans, SoakCall call, End end, List<Deed> deeds, boolean clientClosed) {
        calls.incrementAndGet();
        attempts.addAndGet(deeds.size());
        outcomes.computeIfAbsent(end.outcome(), outcome -> new ConcurrentSkipListMap<>())
                .computeIfAbsent(plans.carrier().name(), carrier -> new LongAdder())
                .increment();
        String wrong = violation(plans, call, end, deeds, clientClosed);
        if (wrong != null) {
            violate(plans.carrier() + ", " + call + ": " + wrong + "; it ended with " + end.outcome() + " after "
                    + end.elapsed() + ", the server did " + deeds + ", the failure is " + chain(end.failure()));
        }
    }

    void violate(String violation) {
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

    private @Nullable String violation(Plans plans, SoakCall call, End end, List<Deed> deeds, boolean clientClosed) {
        if (call.misbehavior() != null) {
            return call.misbehavior();
        }
        String late = lateness(call, end);
        if (late != null) {
            return late;
        }
        Act act = call.plan().act();
        switch (end.outcome()) {
            case Outcomes.CANCELLED -> {
                return act == Act.CANCEL ? textViolation(plans, call, end, deeds) : "nobody cancelled it";
            }
            case Outcomes.CLOSED -> {
                return clientClosed ? textViolation(plans, call, end, deeds) : "its client was open";
            }
            case Outcomes.TIMEOUT -> {
                boolean due = act == Act.HURRY || call.plan().isImpatient();
                return due ? textViolation(plans, call, end, deeds) : "the server was not silent";
            }
            default -> {
                return served(plans, call, end, deeds);
            }
        }
    }

    private @Nullable String served(Plans plans, SoakCall call, End end, List<Deed> deeds) {
        if (deeds.isEmpty()) {
            return "the server never saw it";
        }
        List<Deed> decisive = decisive(call, end, deeds);
        if (decisive.isEmpty()) {
            return "that is not what the server did last";
        }
        // The server may not have seen an attempt that a timeout ended.
        int attempts = attempts(end, deeds);
        long refusals = deeds.stream().filter(deed -> deed == Deed.REFUSE).count();
        if (attempts > Plans.MAX_ATTEMPTS || deeds.size() > attempts + refusals) {
            return "it was sent too often";
        }
        // An attempt that the total timeout would not let begin is not made.
        boolean retried = attempts == Plans.MAX_ATTEMPTS || call.plan().act() == Act.HURRY;
        if (!retried && decisive.stream().allMatch(deed -> deed.retry() == Retry.ALWAYS)) {
            return "it was not sent again";
        }
        return textViolation(plans, call, end, deeds);
    }

    /** What the server may have done last, as far as it implies the outcome. */
    private static List<Deed> decisive(SoakCall call, End end, List<Deed> deeds) {
        // An attempt that a timeout ended may be served after the next one, over another connection.
        List<Deed> last = call.plan().isImpatient() ? deeds : deeds.subList(deeds.size() - 1, deeds.size());
        return last.stream().filter(deed -> deed.implies(end.outcome())).toList();
    }

    /** How many attempts the client says that it made; a success does not tell. */
    private static int attempts(End end, List<Deed> deeds) {
        return end.failure() instanceof CompletionsClientException ours
                ? ours.failedAttempts().size() + 1
                : Math.min(Plans.MAX_ATTEMPTS, deeds.size());
    }

    private static @Nullable String textViolation(Plans plans, SoakCall call, End end, List<Deed> deeds) {
        if (deeds.contains(Deed.TOO_MUCH)) {
            return null;
        }
        String usual = String.join("", plans.parts(call.id(), false));
        String atLength = String.join("", plans.parts(call.id(), true));
        if (end.outcome().equals(Outcomes.SUCCESS)) {
            boolean whole = decisive(call, end, deeds).stream()
                    .anyMatch(deed -> end.text().equals(deed == Deed.ANSWER_AT_LENGTH ? atLength : usual));
            return whole ? null : "the text is not the server's: " + end.text().length() + " characters";
        }
        String longest = deeds.contains(Deed.ANSWER_AT_LENGTH) ? atLength : usual;
        return longest.startsWith(end.text()) ? null : "the text is not the beginning of the server's";
    }

    private @Nullable String lateness(SoakCall call, End end) {
        Duration due = call.plan().act() == Act.HURRY
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

    /** The figures, a line for each outcome. */
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
