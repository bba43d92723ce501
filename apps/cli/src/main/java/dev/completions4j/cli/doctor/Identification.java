// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.doctor;

import dev.completions4j.cli.doctor.Identity.Kind;
import java.util.List;
import java.util.function.Predicate;

/** Tells from evidence what a server is. */
final class Identification {

    /** The first rule that applies decides; those that cannot be mistaken come first. */
    private static final List<Rule> RULES = List.of(
            new Rule(Kind.AZURE, "by its host", evidence -> evidence.host().endsWith(".openai.azure.com")),
            new Rule(Kind.OPENAI, "by its host", evidence -> evidence.host().equals("api.openai.com")),
            new Rule(Kind.DEEPSEEK, "by its host", evidence -> evidence.host().equals("api.deepseek.com")),
            new Rule(Kind.LITELLM, "by its x-litellm headers", evidence -> evidence.hasHeader("x-litellm-")),
            new Rule(
                    Kind.VLLM,
                    "by its fingerprint",
                    evidence -> evidence.fingerprint().startsWith("vllm-")),
            new Rule(Kind.LLAMA_CPP, "by its fingerprint", evidence -> isBuild(evidence.fingerprint())),
            new Rule(
                    Kind.OLLAMA,
                    "by its fingerprint",
                    evidence -> evidence.fingerprint().equals("fp_ollama")),
            new Rule(
                    Kind.LLAMA_CPP,
                    "by its header server",
                    evidence -> evidence.header("server").contains("llama.cpp")),
            new Rule(Kind.LLAMA_CPP, "by its timings", evidence -> evidence.hasProperty("timings")),
            new Rule(Kind.SGLANG, "by its matched_stop", evidence -> evidence.hasProperty("matched_stop")),
            new Rule(Kind.DEEPSEEK, "by its usage", evidence -> evidence.hasProperty("prompt_cache_hit_tokens")),
            new Rule(Kind.AZURE, "by its request id", evidence -> evidence.hasHeader("apim-request-id")),
            new Rule(Kind.VLLM, "by its stop_reason", evidence -> evidence.hasProperty("stop_reason")),
            new Rule(Kind.VLLM, "by its list of models", evidence -> evidence.hasOwner("vllm")),
            new Rule(Kind.SGLANG, "by its list of models", evidence -> evidence.hasOwner("sglang")),
            new Rule(Kind.LLAMA_CPP, "by its list of models", evidence -> evidence.hasOwner("llamacpp")),
            new Rule(Kind.TGI, "by its fingerprint", evidence -> isVersion(evidence.fingerprint())),
            new Rule(Kind.TGI, "by its finish reasons", evidence -> evidence.hasReason("eos_token")),
            new Rule(Kind.OPENAI, "by its headers", evidence -> evidence.hasHeader("openai-")));

    /** The first build that told its number had more than 4,000. */
    private static final int BUILD_DIGITS = 4;

    private static final int MAX_BUILD_DIGITS = 9;

    private record Rule(Kind kind, String reason, Predicate<Evidence> applies) {}

    private Identification() {}

    /** Returns what the server is, as far as its answers tell. */
    static Identity of(Evidence evidence) {
        return RULES.stream()
                .filter(rule -> rule.applies.test(evidence))
                .findFirst()
                .map(rule -> new Identity(rule.kind, version(rule.kind, evidence.fingerprint()), rule.reason))
                .orElse(new Identity(Kind.OTHER, "", "nothing in its answers tells"));
    }

    private static String version(Kind kind, String fingerprint) {
        return switch (kind) {
            case VLLM -> fingerprint.startsWith("vllm-") ? vllm(fingerprint.substring("vllm-".length())) : "";
            case LLAMA_CPP -> isBuild(fingerprint) ? build(fingerprint) : "";
            default -> "";
        };
    }

    /**
     * Returns {@code 0.32.0} of {@code 0.32.0-tp1}; empty if it is no version, or that of sources without tags, such as
     * {@code 0.1.dev1+g0123abcd}.
     */
    static String vllm(String text) {
        int hyphen = text.indexOf('-');
        String version = hyphen < 0 ? text : text.substring(0, hyphen);
        boolean known = !version.isEmpty()
                && Character.isDigit(version.charAt(0))
                && !version.startsWith("0.0.0")
                && !version.startsWith("0.1.dev");
        return known ? version : "";
    }

    /** Returns whether a text is like {@code 3.0.0-sha-0123abcd}. */
    private static boolean isVersion(String text) {
        int hyphen = text.indexOf('-');
        return hyphen > 0
                && text.lastIndexOf('.', hyphen) > 0
                && text.chars().limit(hyphen).allMatch(c -> c == '.' || Character.isDigit(c));
    }

    /**
     * Returns {@code 11549} of {@code b11549-0123abcd}; empty if it is the number of sources without their history, which
     * are counted from 0 or 1.
     */
    static String build(String text) {
        String number = isBuild(text) ? text.substring(1, text.indexOf('-')) : "";
        return number.length() < BUILD_DIGITS ? "" : number;
    }

    private static boolean isBuild(String text) {
        int hyphen = text.indexOf('-');
        return hyphen > 1
                && hyphen <= MAX_BUILD_DIGITS
                && text.startsWith("b")
                && text.substring(1, hyphen).chars().allMatch(Character::isDigit);
    }
}
