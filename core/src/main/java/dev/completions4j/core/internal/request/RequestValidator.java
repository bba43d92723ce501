// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.CompletionRequest;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.JsonValue;
import dev.completions4j.Prompt;
import dev.completions4j.ServerProfile;
import dev.completions4j.StreamOptions;
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
    private final VerdictRules verdictRules;
    private final PromptRules promptRules;
    private final NumberRules numberRules;
    private final ProfileRules profileRules;

    RequestValidator(ServerProfile profile) {
        this.profile = profile;
        this.verdictRules = new VerdictRules(profile);
        this.promptRules = new PromptRules(profile);
        this.numberRules = new NumberRules(profile);
        this.profileRules = new ProfileRules(profile);
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
        check(request, SetProperties.ofStreamed(request), found);
        checkStreamOptions(request.streamOptions(), found);
        throwIfAny(found);
    }

    private void throwIfAny(List<Violation> found) {
        if (!found.isEmpty()) {
            throw new InvalidRequestException(profile, found);
        }
    }

    private void check(CompletionRequest request, SetProperties typed, List<Violation> found) {
        Map<String, JsonValue> additional = request.additionalProperties();
        PropertyValues all = new PropertyValues(typed, additional);
        typed.forEach((name, value) -> checkProperty(name, value, all, found));
        if (!additional.isEmpty()) {
            additional.keySet().forEach(name -> checkSentOnce(name, typed, found));
            additional.forEach((name, value) -> checkProperty(name, value, all, found));
        }
        profileRules.check(all, found);
    }

    private void checkProperty(String name, Object value, PropertyValues all, List<Violation> found) {
        verdictRules.check(name, value, all, found);
        if (value instanceof Prompt prompt) {
            promptRules.check(prompt, found);
        }
        numberRules.check(name, value, found);
        checkContent(name, value, found);
    }

    /** Checks texts only in values that are not nested too deep to be traversed. */
    private static void checkContent(String name, Object value, List<Violation> found) {
        if (value instanceof JsonValue json && NestingRule.isBroken(json)) {
            found.add(NestingRule.violation(name));
        } else {
            TextRules.check(name, value, found);
        }
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
            checkContent("stream_options." + name, value, found);
        });
    }

    private static Violation setTwice(String name) {
        return new Violation(
                name,
                "is set twice: by its own method, and as an additional property",
                null,
                "leave out the additional property");
    }

    private static void checkSentOnce(String name, SetProperties typed, List<Violation> found) {
        if (OF_THE_CLIENT.contains(name)) {
            found.add(new Violation(
                    name,
                    "can't be an additional property",
                    null,
                    "call stream or complete, and set streamOptions for what a stream carries"));
        } else if (typed.get(name) != null) {
            found.add(setTwice(name));
        }
    }
}
