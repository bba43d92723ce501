// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes a server implementation: the path of its endpoint, the header of the API key, and how it treats a request's
 * properties.
 *
 * <p>A server accepts a property, ignores it, or rejects requests that have it; see {@link Verdict}. The client sends
 * neither what the server would reject nor what it would ignore, since a completion without the requested effect is
 * rarely what the caller wants. To send a property all the same, derive a profile that accepts it:
 *
 * <pre>{@code
 * ServerProfile.llamaCpp().toBuilder().accept("echo").build()
 * }</pre>
 *
 * <p>Properties are identified by their JSON names, such as {@code best_of}, including those sent through
 * {@link CompletionRequest#additionalProperties()}. Immutable.
 *
 * @since 0.1.0
 */
public final class ServerProfile {

    private static final ServerProfile COMPATIBLE = new Builder("compatible")
            .range("n", Range.atLeast(1).wholeNumbers())
            .build();

    private final String name;
    private final String path;
    private final String apiKeyHeader;
    private final Set<PromptForm> promptForms;
    private final Map<String, Range> ranges;
    private final Map<String, Verdict> verdicts;
    private final Set<Rule> rules;
    private final @Nullable TokenizerApi tokenizer;

    private ServerProfile(Builder builder) {
        name = builder.name;
        path = builder.path;
        apiKeyHeader = builder.apiKeyHeader;
        if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "path is \"" + path + "\"; it must begin with a slash and end without one, as in /v1");
        }
        RequestHeaders.checkName(apiKeyHeader);
        EnumSet<PromptForm> forms = EnumSet.noneOf(PromptForm.class);
        forms.addAll(builder.promptForms);
        promptForms = Collections.unmodifiableSet(forms);
        ranges = Copies.of(builder.ranges);
        verdicts = Copies.of(builder.verdicts);
        rules = Collections.unmodifiableSet(new LinkedHashSet<>(builder.rules));
        tokenizer = builder.tokenizer;
    }

    /** Returns the profile of any compatible server. It rejects only requests that no server can accept. */
    public static ServerProfile compatible() {
        return COMPATIBLE;
    }

    /** Returns the profile of OpenAI, according to its published schema. */
    public static ServerProfile openAi() {
        return BuiltInProfiles.OPENAI;
    }

    /** Returns the profile of Azure OpenAI: OpenAI's rules, with the API key in the header {@code api-key}. */
    public static ServerProfile azure() {
        return BuiltInProfiles.AZURE;
    }

    /**
     * Returns the profile of vLLM 0.32, the newest version that was checked.
     *
     * <p>A {@code suffix} is accepted, although only a server that renders fill-in-the-middle prompts for its model
     * takes one; any other answers with status 400. The model's name does not show which.
     */
    public static ServerProfile vllm() {
        return VllmProfiles.NEWEST;
    }

    /**
     * Returns the profile of a version of vLLM. Versions newer than the newest that was checked have the profile of
     * {@link #vllm()}.
     *
     * @param version the version, as {@code vllm --version} prints it, such as {@code 0.11.0}; only the first two
     *     numbers matter
     * @throws IllegalArgumentException if it is not a version, or older than 0.8, the oldest that was checked
     */
    public static ServerProfile vllm(String version) {
        return VllmProfiles.of(version);
    }

    /** Returns the profile of llama.cpp's server, build 11549 (October 2026), the newest that was checked. */
    public static ServerProfile llamaCpp() {
        return LlamaCppProfiles.NEWEST;
    }

    /**
     * Returns the profile of a build of llama.cpp's server. Builds newer than the newest that was checked have the
     * profile of {@link #llamaCpp()}.
     *
     * <p>Builds up to 6451 (September 2025) reject {@code echo}, {@code suffix}, {@code best_of} and an {@code n} other
     * than 1; builds from 7710 (January 2026) ignore the first three and accept the last. Which of the builds in
     * between changed it is not known; they have the later rules.
     *
     * @param build the number of the build, as {@code llama-server --version} prints it, such as 11549
     * @throws IllegalArgumentException if it is not positive
     */
    public static ServerProfile llamaCpp(int build) {
        return LlamaCppProfiles.of(build);
    }

    /**
     * Returns the profile of SGLang 0.5.23. A {@code suffix} is accepted, although a server that was started without
     * {@code --completion-template} ignores it.
     */
    public static ServerProfile sglang() {
        return BuiltInProfiles.SGLANG;
    }

    /** Returns the profile of Hugging Face's Text Generation Inference. */
    public static ServerProfile tgi() {
        return BuiltInProfiles.TGI;
    }

    /** Returns the profile of Ollama. */
    public static ServerProfile ollama() {
        return BuiltInProfiles.OLLAMA;
    }

    /** Returns the profile of DeepSeek, whose endpoint at {@code /beta} supports a suffix (fill in the middle). */
    public static ServerProfile deepSeek() {
        return BuiltInProfiles.DEEPSEEK;
    }

    /**
     * Returns the profile of LiteLLM, a proxy for servers of any kind. Nothing is ignored or rejected, since that
     * depends on the model's provider and on the proxy's setting {@code drop_params}.
     */
    public static ServerProfile liteLlm() {
        return BuiltInProfiles.LITELLM;
    }

    /**
     * Returns the built-in profile with a name, for configuration: one of {@link #names()}, such as {@code ollama}.
     *
     * <p>{@code vllm} and {@code llama-cpp} may be followed by a colon and a version, as in {@code vllm:0.11.0} and
     * {@code llama-cpp:6451}; see {@link #vllm(String)} and {@link #llamaCpp(int)}.
     *
     * @param name the name; case does not matter
     * @throws IllegalArgumentException if there is no such profile or version; the message lists the names
     * @see #name()
     */
    public static ServerProfile named(String name) {
        return NamedProfiles.named(name);
    }

    /**
     * Returns the names that {@link #named} accepts, without versions: lower case, with hyphens between words. They are
     * not the values of {@link #name()}, which is for people: {@code llama-cpp} names the profile {@code llama.cpp}.
     *
     * @return an unmodifiable set, in the order in which documents list the servers
     */
    public static Set<String> names() {
        return NamedProfiles.names();
    }

    /**
     * Returns a new builder with all rules of {@link #compatible()}.
     *
     * @param name the profile's name, for messages and observations
     */
    public static Builder builder(String name) {
        return COMPATIBLE.toBuilder().name(name);
    }

    /** Returns a new builder with the values of this profile. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns the profile's name, for messages and observations. */
    public String name() {
        return name;
    }

    /**
     * Returns the path of the API, used if the base URL has no path, such as {@code /v1}; empty, or begins with a
     * slash.
     */
    public String path() {
        return path;
    }

    /**
     * Returns the header that carries the API key: {@code Authorization} as {@code Bearer …}, any other header
     * verbatim.
     */
    public String apiKeyHeader() {
        return apiKeyHeader;
    }

    /** Returns the forms of prompts that the server accepts. */
    public Set<PromptForm> promptForms() {
        return promptForms;
    }

    /**
     * Returns the permitted values, keyed by JSON property. A range applies to a number itself, to the size of a list,
     * and to each bias of {@code logit_bias}.
     */
    public Map<String, Range> ranges() {
        return ranges;
    }

    /**
     * Returns how the server treats a property; {@link Verdict#ACCEPTED} if nothing else was set.
     *
     * @param property the JSON name
     */
    public Verdict verdict(String property) {
        return verdicts.getOrDefault(property, Verdict.ACCEPTED);
    }

    /** Returns the properties that the server ignores. */
    public Set<String> ignored() {
        return with(Verdict.IGNORED);
    }

    /** Returns the properties that the server rejects with any value but false. */
    public Set<String> rejected() {
        return with(Verdict.REJECTED);
    }

    private Set<String> with(Verdict verdict) {
        Set<String> properties = new LinkedHashSet<>();
        verdicts.forEach((property, its) -> {
            if (its == verdict) {
                properties.add(property);
            }
        });
        return Collections.unmodifiableSet(properties);
    }

    /** Returns the rules beyond ranges and verdicts. */
    public Set<Rule> rules() {
        return rules;
    }

    /** Returns the kind of tokenizer endpoints that the server has; null if it has none. */
    public @Nullable TokenizerApi tokenizer() {
        return tokenizer;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerProfile that && properties().equals(that.properties());
    }

    @Override
    public int hashCode() {
        return properties().hashCode();
    }

    /** All properties; not an accessor for callers, since order and types change when properties are added. */
    private List<@Nullable Object> properties() {
        return Arrays.asList(name, path, apiKeyHeader, promptForms, ranges, verdicts, rules, tokenizer);
    }

    @Override
    public String toString() {
        return "ServerProfile[name=" + name + ", path=" + path + ", apiKeyHeader=" + apiKeyHeader + ", promptForms="
                + promptForms + ", ranges=" + ranges + ", verdicts=" + verdicts + ", rules="
                + rules + ", tokenizer=" + tokenizer + "]";
    }

    /** How a server treats a property. */
    public enum Verdict {
        /** The property has its effect. */
        ACCEPTED,
        /**
         * The server answers as if the property were absent. The client rejects it, unless its value is the default,
         * such as an {@code n} of 1, or an empty text or list.
         */
        IGNORED,
        /** The server answers with an error. The client rejects the property with any value but false. */
        REJECTED
    }

    /** The kinds of endpoints that convert between texts and tokens, next to the endpoint's path or above it. */
    public enum TokenizerApi {
        /** {@code /tokenize} and {@code /detokenize} of vLLM, which also report the maximum length of the model. */
        VLLM,
        /** {@code /tokenize} and {@code /detokenize} of llama.cpp's server. */
        LLAMA_CPP,
        /** {@code /tokenize} and {@code /detokenize} of SGLang, which also report the maximum length of the model. */
        SGLANG,
        /** {@code /tokenize} of Text Generation Inference, which has no counterpart for detokenization. */
        TGI
    }

    /** The form of a prompt; the constants correspond to the subtypes of {@link Prompt}. */
    public enum PromptForm {
        /** {@link Prompt.Text}. */
        TEXT,
        /** {@link Prompt.Texts}. */
        TEXTS,
        /** {@link Prompt.Tokens}. */
        TOKENS,
        /** {@link Prompt.TokenLists}. */
        TOKEN_LISTS
    }

    /**
     * The range of numbers permitted for a property.
     *
     * @param min the lower bound; null if there is none
     * @param max the inclusive upper bound; null if there is none
     * @param whole whether only whole numbers are permitted
     * @param minExcluded whether the lower bound itself is not permitted
     */
    public record Range(@Nullable BigDecimal min, @Nullable BigDecimal max, boolean whole, boolean minExcluded) {

        /**
         * Creates a range whose bounds are inclusive.
         *
         * @param min the inclusive lower bound; null if there is none
         * @param max the inclusive upper bound; null if there is none
         * @param whole whether only whole numbers are permitted
         */
        public Range(@Nullable BigDecimal min, @Nullable BigDecimal max, boolean whole) {
            this(min, max, whole, false);
        }

        /**
         * Returns the range between two numbers.
         *
         * @param min the inclusive lower bound
         * @param max the inclusive upper bound
         * @throws NumberFormatException if a bound is infinite or NaN
         */
        public static Range between(double min, double max) {
            return new Range(BigDecimal.valueOf(min), BigDecimal.valueOf(max), false);
        }

        /**
         * Returns the range of all numbers greater than or equal to a number.
         *
         * @param min the inclusive lower bound
         * @throws NumberFormatException if the bound is infinite or NaN
         */
        public static Range atLeast(double min) {
            return new Range(BigDecimal.valueOf(min), null, false);
        }

        /**
         * Returns the range of all numbers greater than a number.
         *
         * @param min the exclusive lower bound
         * @throws NumberFormatException if the bound is infinite or NaN
         */
        public static Range greaterThan(double min) {
            return new Range(BigDecimal.valueOf(min), null, false, true);
        }

        /**
         * Returns the range of all numbers less than or equal to a number.
         *
         * @param max the inclusive upper bound
         * @throws NumberFormatException if the bound is infinite or NaN
         */
        public static Range atMost(double max) {
            return new Range(null, BigDecimal.valueOf(max), false);
        }

        /**
         * Returns this range with another upper bound.
         *
         * @param max the inclusive upper bound
         * @throws NumberFormatException if the bound is infinite or NaN
         */
        public Range upTo(double max) {
            return new Range(min, BigDecimal.valueOf(max), whole, minExcluded);
        }

        /** Returns this range, restricted to whole numbers. */
        public Range wholeNumbers() {
            return new Range(min, max, true, minExcluded);
        }

        /**
         * Returns whether a number is in this range.
         *
         * @param number the number
         */
        public boolean contains(BigDecimal number) {
            return isAboveMin(number)
                    && (max == null || number.compareTo(max) <= 0)
                    && (!whole || number.stripTrailingZeros().scale() <= 0);
        }

        private boolean isAboveMin(BigDecimal number) {
            return min == null || number.compareTo(min) > (minExcluded ? 0 : -1);
        }

        /** Returns the range in words, such as {@code 0 to 2} or {@code a whole number, at least 1}. */
        @Override
        public String toString() {
            String bounds = bounds();
            if (!whole) {
                return bounds.isEmpty() ? "any number" : bounds;
            }
            return bounds.isEmpty() ? "a whole number" : "a whole number, " + bounds;
        }

        private String bounds() {
            if (min == null) {
                return max == null ? "" : "at most " + plain(max);
            }
            if (minExcluded) {
                return "greater than " + plain(min) + (max == null ? "" : " and at most " + plain(max));
            }
            if (max == null) {
                return "at least " + plain(min);
            }
            return min.compareTo(max) == 0 ? plain(min) : plain(min) + " to " + plain(max);
        }

        private static String plain(BigDecimal bound) {
            return bound.stripTrailingZeros().toPlainString();
        }
    }

    /**
     * A rule for a property that a range cannot express, mostly because it depends on other properties. It is met if its
     * property is not set, and not checked if the server ignores the property.
     */
    public sealed interface Rule {

        /** Returns the JSON name of the property that breaks the rule. */
        String property();

        /**
         * Returns the rule that a number must not be less than another property.
         *
         * @param property the JSON name
         * @param other the JSON name of the other property
         */
        static Rule atLeast(String property, String other) {
            return new AtLeast(property, other);
        }

        /**
         * Returns the rule that a number must not be greater than another property.
         *
         * @param property the JSON name
         * @param other the JSON name of the other property
         */
        static Rule atMost(String property, String other) {
            return new AtMost(property, other);
        }

        /**
         * Returns the rule that a number must be in a range. Conditions are added by the methods of the result.
         *
         * @param property the JSON name
         * @param range the permitted values
         */
        static Conditional range(String property, Range range) {
            return new Conditional(property, range, Map.of(), Set.of());
        }

        /**
         * Returns the rule that a property excludes another one.
         *
         * @param property the JSON name
         * @param other the JSON name of the other property; false does not count, and {@code stream} is set in
         *     streaming requests
         */
        static Rule notWith(String property, String other) {
            return new NotWith(property, other);
        }

        /**
         * Returns the rule that a property needs another one.
         *
         * @param property the JSON name
         * @param other the JSON name of the other property, which must be set to anything but false
         */
        static Rule onlyWith(String property, String other) {
            return new OnlyWith(property, other);
        }

        /**
         * Returns the rule that a text, or each text of a list, must not be empty.
         *
         * @param property the JSON name
         */
        static Rule noEmptyText(String property) {
            return new NoEmptyText(property);
        }

        /**
         * Returns the rule that the names of an object's members must be token ids.
         *
         * @param property the JSON name
         */
        static Rule tokenIdKeys(String property) {
            return new TokenIdKeys(property);
        }

        /**
         * A number must not be less than another property.
         *
         * @param property the JSON name
         * @param other the JSON name of the other property
         */
        record AtLeast(String property, String other) implements Rule {}

        /**
         * A number must not be greater than another property.
         *
         * @param property the JSON name
         * @param other the JSON name of the other property
         */
        record AtMost(String property, String other) implements Rule {}

        /**
         * A number must be in a range under conditions.
         *
         * @param property the JSON name
         * @param range the permitted values
         * @param when ranges in which other properties must be for the rule to apply, keyed by JSON name; true counts
         *     as 1, false as 0, and {@code stream} is set in streaming requests
         * @param unless properties that suspend the rule if they are set to anything but false
         */
        record Conditional(String property, Range range, Map<String, Range> when, Set<String> unless) implements Rule {

            public Conditional {
                when = Copies.of(when);
                unless = Collections.unmodifiableSet(new LinkedHashSet<>(unless));
            }

            /**
             * Returns this rule, restricted to requests in which another property is in a range.
             *
             * @param other the JSON name of the other property
             * @param itsRange the other property's range; true counts as 1, false as 0
             */
            public Conditional when(String other, Range itsRange) {
                Map<String, Range> all = new LinkedHashMap<>(when);
                all.put(other, itsRange);
                return new Conditional(property, range, all, unless);
            }

            /**
             * Returns this rule, restricted to requests in which another property is not set, or false.
             *
             * @param other the JSON name of the other property
             */
            public Conditional unless(String other) {
                Set<String> all = new LinkedHashSet<>(unless);
                all.add(other);
                return new Conditional(property, range, when, all);
            }
        }

        /**
         * A property excludes another one.
         *
         * @param property the JSON name
         * @param other the JSON name of the other property; false does not count
         */
        record NotWith(String property, String other) implements Rule {}

        /**
         * A property needs another one.
         *
         * @param property the JSON name
         * @param other the JSON name of the other property, which must be set to anything but false
         */
        record OnlyWith(String property, String other) implements Rule {}

        /**
         * A text, or each text of a list, must not be empty.
         *
         * @param property the JSON name
         */
        record NoEmptyText(String property) implements Rule {}

        /**
         * The names of an object's members must be token ids.
         *
         * @param property the JSON name
         */
        record TokenIdKeys(String property) implements Rule {}
    }

    /**
     * A builder of profiles.
     *
     * <p>For every optional property, {@code null} restores the default. Not safe for use by multiple threads.
     */
    public static final class Builder {

        private static final String DEFAULT_PATH = "/v1";
        private static final String DEFAULT_API_KEY_HEADER = "Authorization";

        private String name;
        private String path = DEFAULT_PATH;
        private String apiKeyHeader = DEFAULT_API_KEY_HEADER;
        private Set<PromptForm> promptForms = EnumSet.allOf(PromptForm.class);
        private final Map<String, Range> ranges = new LinkedHashMap<>();
        private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
        private final Set<Rule> rules = new LinkedHashSet<>();
        private @Nullable TokenizerApi tokenizer;

        private Builder(String name) {
            this.name = name;
        }

        private Builder(ServerProfile profile) {
            name = profile.name;
            path = profile.path;
            apiKeyHeader = profile.apiKeyHeader;
            promptForms = profile.promptForms;
            ranges.putAll(profile.ranges);
            verdicts.putAll(profile.verdicts);
            rules.addAll(profile.rules);
            tokenizer = profile.tokenizer;
        }

        /**
         * Sets the profile's name.
         *
         * @param name the name, for messages and observations
         */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /**
         * Sets the path of the API, used if the base URL has no path. Default: {@code /v1}.
         *
         * @param path empty, or a path that begins with a slash and ends without one; null restores the default
         */
        public Builder path(@Nullable String path) {
            this.path = path == null ? DEFAULT_PATH : path;
            return this;
        }

        /**
         * Sets the header that carries the API key. Default: {@code Authorization}.
         *
         * @param apiKeyHeader the header's name; null restores the default
         */
        public Builder apiKeyHeader(@Nullable String apiKeyHeader) {
            this.apiKeyHeader = apiKeyHeader == null ? DEFAULT_API_KEY_HEADER : apiKeyHeader;
            return this;
        }

        /**
         * Sets the only forms of prompts that the server accepts. Default: all.
         *
         * @param first the first form
         * @param rest the other forms
         */
        public Builder promptForms(PromptForm first, PromptForm... rest) {
            promptForms = EnumSet.of(first, rest);
            return this;
        }

        /**
         * Sets the permitted values of a property; replaces the range that was set before.
         *
         * @param property the JSON name
         * @param range the permitted values; null permits all
         */
        public Builder range(String property, @Nullable Range range) {
            Copies.put(ranges, property, range);
            return this;
        }

        /**
         * Adds properties that the server rejects; replaces their verdict.
         *
         * @param properties the JSON names
         */
        public Builder reject(String... properties) {
            return verdict(Verdict.REJECTED, properties);
        }

        /**
         * Adds properties that the server ignores; replaces their verdict.
         *
         * @param properties the JSON names
         */
        public Builder ignore(String... properties) {
            return verdict(Verdict.IGNORED, properties);
        }

        /**
         * Accepts properties with any value: removes their verdicts, ranges and rules.
         *
         * @param properties the JSON names
         */
        public Builder accept(String... properties) {
            for (String property : properties) {
                verdicts.remove(property);
                ranges.remove(property);
                rules.removeIf(rule -> rule.property().equals(property));
            }
            return this;
        }

        private Builder verdict(Verdict verdict, String... properties) {
            for (String property : properties) {
                verdicts.put(Objects.requireNonNull(property, "property"), verdict);
            }
            return this;
        }

        /**
         * Adds rules for properties that the server rejects in streaming requests: {@link Rule#notWith} and
         * {@code stream}.
         *
         * @param properties the JSON names
         */
        public Builder rejectInStreams(String... properties) {
            for (String property : properties) {
                rule(Rule.notWith(property, "stream"));
            }
            return this;
        }

        /**
         * Adds a rule.
         *
         * @param rule the rule
         */
        public Builder rule(Rule rule) {
            rules.add(Objects.requireNonNull(rule, "rule"));
            return this;
        }

        /**
         * Sets the kind of tokenizer endpoints that the server has. Default: none.
         *
         * @param tokenizer the kind; null restores the default
         */
        public Builder tokenizer(@Nullable TokenizerApi tokenizer) {
            this.tokenizer = tokenizer;
            return this;
        }

        /**
         * Returns the profile.
         *
         * @throws IllegalArgumentException if the path does not begin with a slash or ends with one, or if the header
         *     of the API key is one that only the transport may set
         */
        public ServerProfile build() {
            return new ServerProfile(this);
        }
    }
}
