// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import dev.completions4j.CallOptions;
import dev.completions4j.transport.HttpHeaders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Masks secrets in texts: the client's API keys, credentials in a call's headers and query parameters, and the call's
 * prompts.
 *
 * <p>Creating a mask is cheap; masking takes time linear in the lengths of the text and the prompts. Immutable; refers
 * to the prompts without copying them. Thread-safe.
 */
public final class Mask {

    private final Supplier<List<String>> keys;
    private final List<CallOptions> options;
    private final SentPrompts prompts;

    private Mask(Supplier<List<String>> keys, List<CallOptions> options, SentPrompts prompts) {
        this.keys = keys;
        this.options = options;
        this.prompts = prompts;
    }

    /**
     * Returns a mask for a client's keys.
     *
     * @param keys called for each text, since keys change
     */
    public static Mask of(Supplier<List<String>> keys) {
        return new Mask(keys, List.of(), SentPrompts.NONE);
    }

    /** Returns a mask that also hides values of the options' headers and query parameters that may be secret. */
    public Mask hiding(CallOptions options) {
        if (options.headers().equals(HttpHeaders.empty())
                && options.queryParameters().isEmpty()) {
            return this;
        }
        List<CallOptions> all = new ArrayList<>(this.options);
        all.add(options);
        return new Mask(keys, List.copyOf(all), prompts);
    }

    /** Returns a mask that also hides prompts. */
    public Mask hiding(SentPrompts prompts) {
        return new Mask(keys, options, prompts);
    }

    /** Returns the text with {@code ***} in place of secrets and prompts, and of parts of them. */
    public String masked(String text) {
        List<String> hidden = hidden();
        String shown = text;
        for (String secret : hidden) {
            shown = new SecretPattern(secret).masked(shown);
        }
        List<LetterSource> sources = new ArrayList<>(hidden.size());
        hidden.forEach(each -> sources.add(LetterSource.of(each)));
        sources.addAll(prompts.sources());
        return SecretRuns.masked(shown, sources);
    }

    /** Returns this mask without prompts. */
    public Mask ofSecrets() {
        return prompts == SentPrompts.NONE ? this : new Mask(keys, options, SentPrompts.NONE);
    }

    /** Returns a mask for a text that arrives in pieces; it does not hide prompts. */
    public PieceMask ofPieces() {
        return new PieceMask(hidden().stream().map(SecretPattern::new).toList());
    }

    /** Returns the secrets, longest first, so that no part of one remains. */
    private List<String> hidden() {
        List<String> all = new ArrayList<>();
        options.forEach(each -> all.addAll(SentSecrets.of(each)));
        keys.get().stream().filter(SentSecrets::isLong).forEach(all::add);
        return all.stream()
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }
}
