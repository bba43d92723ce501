// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.CompletionRequest;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.Prompt;
import dev.completions4j.ServerProfile;
import dev.completions4j.StreamOptions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Validates requests by the rules of a server profile and by general rules. Reports all violations together. */
final class RequestValidator {

    /** Properties that are determined by the client's method or by another property of the request. */
    private static final Set<String> OF_THE_CLIENT = Set.of("stream", "stream_options");

    private final ServerProfile profile;
    private final PromptRules promptRules;
    private final NumberRules numberRules;

    RequestValidator(ServerProfile profile) {
        this.profile = profile;
        this.promptRules = new PromptRules(profile);
        this.numberRules = new NumberRules(profile);
    }

    /**
     * Validates a non-streaming request. Stream options are allowed, but are not sent.
     *
     * @throws InvalidRequestException if there are violations
     */
    void validate(CompletionRequest request) {
        List<Violation> found = new ArrayList<>();
        check(request, SetProperties.of(request), found);
        throwIfAny(found);
    }

    /**
     * Validates a streaming request.
     *
     * @throws InvalidRequestException if there are violations
     */
    void validateStreamed(CompletionRequest request) {
        List<Violation> found = new ArrayList<>();
        Map<String, Object> typed = SetProperties.ofStreamed(request);
        check(request, typed, found);
        typed.forEach((name, value) -> checkTakenInStreams(name, value, found));
        request.additionalProperties().forEach((name, value) -> checkTakenInStreams(name, value, found));
        checkStreamOptions(request.streamOptions(), found);
        throwIfAny(found);
    }

    private void throwIfAny(List<Violation> found) {
        if (!found.isEmpty()) {
            throw new InvalidRequestException(profile, found);
        }
    }

    private void check(CompletionRequest request, Map<String, Object> typed, List<Violation> found) {
        typed.forEach((name, value) -> checkProperty(name, value, found));
        checkBestOf(request, found);
        Map<String, JsonValue> additional = request.additionalProperties();
        additional.keySet().forEach(name -> checkSentOnce(name, typed, found));
        additional.forEach((name, value) -> checkProperty(name, value, found));
    }

    private void checkProperty(String name, Object value, List<Violation> found) {
        if (profile.rejected().contains(name) && !isFalse(value)) {
            found.add(new Violation(name, "is not taken by this server", null, "leave it out"));
        }
        if (value instanceof Prompt prompt) {
            promptRules.check(prompt, found);
        }
        numberRules.check(name, value, found);
        if (value instanceof JsonValue json && NestingRule.isBroken(json)) {
            found.add(NestingRule.violation(name));
        } else {
            TextRules.check(name, value, found);
        }
    }

    private void checkTakenInStreams(String name, Object value, List<Violation> found) {
        if (profile.rejectedInStreams().contains(name) && !isFalse(value)) {
            found.add(new Violation(
                    name, "is not taken in streams by this server", null, "leave it out, or call complete"));
        }
    }

    /** Returns whether a value is false, which requests nothing. */
    private static boolean isFalse(Object value) {
        return value == JsonBoolean.FALSE || Boolean.FALSE.equals(value);
    }

    private static void checkStreamOptions(@Nullable StreamOptions options, List<Violation> found) {
        if (options == null) {
            return;
        }
        options.additionalProperties().forEach((name, value) -> {
            if ((name.equals("include_usage") && options.includeUsage() != null)
                    || (name.equals("include_obfuscation") && options.includeObfuscation() != null)) {
                found.add(setTwice("stream_options." + name));
            }
            if (NestingRule.isBroken(value)) {
                found.add(NestingRule.violation("stream_options." + name));
            }
        });
    }

    private static Violation setTwice(String name) {
        return new Violation(
                name,
                "is set twice: by its own method, and as an additional property",
                null,
                "leave out the additional property");
    }

    private static void checkBestOf(CompletionRequest request, List<Violation> found) {
        BigDecimal bestOf = number(request.bestOf(), "best_of", request);
        BigDecimal n = number(request.n(), "n", request);
        if (bestOf != null && n != null && bestOf.compareTo(n) < 0) {
            found.add(new Violation(
                    "best_of",
                    "must be at least n, which is " + n,
                    bestOf.toString(),
                    "raise best_of, lower n, or leave best_of out"));
        }
    }

    /** Returns the number of a typed or additional property; null if it is not set to a number. */
    private static @Nullable BigDecimal number(@Nullable Integer typed, String name, CompletionRequest request) {
        if (typed != null) {
            return BigDecimal.valueOf(typed);
        }
        return request.additionalProperties().get(name) instanceof JsonNumber additional ? additional.value() : null;
    }

    private static void checkSentOnce(String name, Map<String, Object> typed, List<Violation> found) {
        if (OF_THE_CLIENT.contains(name)) {
            found.add(new Violation(
                    name,
                    "can't be an additional property",
                    null,
                    "call stream or complete, and set streamOptions for what a stream carries"));
        } else if (typed.containsKey(name)) {
            found.add(setTwice(name));
        }
    }
}
