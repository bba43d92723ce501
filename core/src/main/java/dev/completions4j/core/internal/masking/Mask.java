// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.transport.HttpHeaders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Replaces in a text what must not be read there: the client's keys, the credentials among a call's headers and query
 * parameters, and the call's prompts.
 *
 * <p>Costs nothing until a text is masked, which is then linear in the text and the prompts. Immutable; refers to the
 * request whose prompts it hides, and copies nothing of it. Safe for use by any thread.
 */
public final class Mask {

    private final Supplier<List<String>> keys;
    private final List<CallOptions> options;
    private final @Nullable CompletionRequest request;

    private Mask(Supplier<List<String>> keys, List<CallOptions> options, @Nullable CompletionRequest request) {
        this.keys = keys;
        this.options = options;
        this.request = request;
    }

    /**
     * A mask that hides a client's keys.
     *
     * @param keys asked for each text, since keys change
     */
    public static Mask of(Supplier<List<String>> keys) {
        return new Mask(keys, List.of(), null);
    }

    /** This mask, which also hides the values of the options' headers and query parameters that may be secret. */
    public Mask hiding(CallOptions options) {
        if (options.headers().equals(HttpHeaders.empty())
                && options.queryParameters().isEmpty()) {
            return this;
        }
        List<CallOptions> all = new ArrayList<>(this.options);
        all.add(options);
        return new Mask(keys, List.copyOf(all), request);
    }

    /** This mask, which also hides the request's prompts and suffix. */
    public Mask hiding(CompletionRequest request) {
        return new Mask(keys, options, request);
    }

    /** Returns the text with {@code ***} in place of secrets and of parts of them and of prompts. */
    public String masked(String text) {
        List<String> hidden = hidden();
        String shown = text;
        for (String secret : hidden) {
            Matcher matcher = SecretPattern.of(secret).matcher(shown);
            shown = matcher.find() ? matcher.replaceAll(SecretPattern.HIDDEN) : shown;
        }
        List<LetterSource> sources = new ArrayList<>(hidden.size());
        hidden.forEach(each -> sources.add(LetterSource.of(each)));
        if (request != null) {
            sources.addAll(LetterSource.of(request));
        }
        return SecretRuns.masked(shown, sources);
    }

    /** Returns this mask without prompts. */
    public Mask ofSecrets() {
        return request == null ? this : new Mask(keys, options, null);
    }

    /** Returns a mask for a text that comes in pieces; it does not hide prompts. */
    public PieceMask ofPieces() {
        return new PieceMask(hidden().stream().map(SecretPattern::of).toList());
    }

    /** The longest first, so that none leaves a rest of another. */
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
