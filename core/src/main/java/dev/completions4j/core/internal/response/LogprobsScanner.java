// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TokenLogprob.TopLogprob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads log probabilities like {@link LogprobsDecoder}, but only in the forms that servers send in each chunk: numbers
 * are finite, and nothing is unknown except in the entries of {@code content}.
 */
final class LogprobsScanner {

    private static final JsonLiteral TOKENS = JsonLiteral.name("tokens");
    private static final JsonLiteral TOKEN_LOGPROBS = JsonLiteral.name("token_logprobs");
    private static final JsonLiteral TEXT_OFFSET = JsonLiteral.name("text_offset");
    private static final JsonLiteral TOP_LOGPROBS = JsonLiteral.name("top_logprobs");
    private static final JsonLiteral CONTENT = JsonLiteral.name("content");

    private static final JsonLiteral TOKEN = JsonLiteral.name("token");
    private static final JsonLiteral LOGPROB = JsonLiteral.name("logprob");

    // Properties that are not modeled; llama.cpp sends them with each alternative.

    private static final String ID = "id";

    private static final String BYTES = "bytes";
    private static final JsonLiteral QUOTED_ID = JsonLiteral.name(ID);
    private static final JsonLiteral QUOTED_BYTES = JsonLiteral.name(BYTES);

    private final JsonScanner input;

    // Reused, since a chunk usually has one token.
    private final List<String> tokenTexts = new ArrayList<>(2);
    private final List<@Nullable Double> tokenValues = new ArrayList<>(2);
    private final List<@Nullable Integer> tokenOffsets = new ArrayList<>(2);
    private final List<List<TopLogprob>> tokenTops = new ArrayList<>(2);
    private final List<TopLogprob> alternatives = new ArrayList<>(8);

    private int depth;
    private int seen;
    private @Nullable List<String> tokens;
    private @Nullable List<@Nullable Double> tokenLogprobs;
    private @Nullable List<@Nullable Integer> textOffsets;
    private @Nullable List<List<TopLogprob>> topLogprobs;
    private @Nullable List<TokenLogprob> content;

    LogprobsScanner(JsonScanner input) {
        this.input = input;
    }

    /** Reads log probabilities or null. */
    @Nullable Logprobs read() {
        if (input.readsNull()) {
            return null;
        }
        begin();
        for (boolean more = input.begins('{', '}'); more; more = input.goesOn('}')) {
            property();
        }
        return input.hasFailed() ? null : logprobs();
    }

    /** Forgets what was read. */
    void forget() {
        begin();
        tokenTexts.clear();
        tokenValues.clear();
        tokenOffsets.clear();
        tokenTops.clear();
        alternatives.clear();
    }

    private void begin() {
        depth = 0;
        seen = 0;
        tokens = null;
        tokenLogprobs = null;
        textOffsets = null;
        topLogprobs = null;
        content = null;
    }

    private Logprobs logprobs() {
        return new Logprobs(
                content != null ? content : LogprobsDecoder.zip(tokens, tokenLogprobs, textOffsets, topLogprobs),
                Map.of());
    }

    private void property() {
        if (input.reads(TOKENS)) {
            once(0);
            tokens = input.readsNull() ? null : tokens();
        } else if (input.reads(TOKEN_LOGPROBS)) {
            once(1);
            tokenLogprobs = input.readsNull() ? null : tokenLogprobs();
        } else if (input.reads(TOP_LOGPROBS)) {
            once(2);
            topLogprobs = input.readsNull() ? null : topLogprobs();
        } else if (input.reads(TEXT_OFFSET)) {
            once(3);
            textOffsets = input.readsNull() ? null : textOffsets();
        } else if (input.reads(CONTENT)) {
            once(4);
            content = input.readsNull() ? null : content();
        } else {
            input.fail();
        }
    }

    private void once(int place) {
        seen = seen(seen, place);
    }

    private int seen(int before, int place) {
        if ((before & 1 << place) != 0) {
            input.fail();
        }
        return before | 1 << place;
    }

    private List<String> tokens() {
        List<String> read = tokenTexts;
        read.clear();
        for (boolean more = input.begins('[', ']'); more; more = input.goesOn(']')) {
            read.add(input.string());
        }
        return read;
    }

    private List<@Nullable Double> tokenLogprobs() {
        List<@Nullable Double> read = tokenValues;
        read.clear();
        for (boolean more = input.begins('[', ']'); more; more = input.goesOn(']')) {
            read.add(logprob());
        }
        return read;
    }

    private @Nullable Double logprob() {
        return input.readsNull() ? null : (Double) LogprobsDecoder.unlessLowest(input.decimal());
    }

    private List<@Nullable Integer> textOffsets() {
        List<@Nullable Integer> read = tokenOffsets;
        read.clear();
        for (boolean more = input.begins('[', ']'); more; more = input.goesOn(']')) {
            read.add(input.readsNull() ? null : textOffset(input.whole()));
        }
        return read;
    }

    private @Nullable Integer textOffset(long value) {
        if (value > Integer.MAX_VALUE) {
            input.fail();
        }
        return LogprobsDecoder.unlessNegative(value);
    }

    private List<List<TopLogprob>> topLogprobs() {
        List<List<TopLogprob>> read = tokenTops;
        read.clear();
        for (boolean more = input.begins('[', ']'); more; more = input.goesOn(']')) {
            read.add(input.readsNull() ? List.of() : topByText());
        }
        return read;
    }

    private List<TopLogprob> topByText() {
        List<TopLogprob> top = alternatives;
        top.clear();
        for (boolean more = input.begins('{', '}'); more; more = input.goesOn('}')) {
            String token = input.name();
            top.add(new TopLogprob(token, logprob()));
        }
        return immutable(top);
    }

    private List<TokenLogprob> content() {
        List<TokenLogprob> read = new ArrayList<>(2);
        for (boolean more = input.begins('[', ']'); more; more = input.goesOn(']')) {
            Entry entry = entry();
            read.add(new TokenLogprob(entry.token, entry.logprob, null, entry.top, entry.others()));
        }
        return read;
    }

    private List<TopLogprob> top() {
        depth++;
        if (depth > 1) {
            // Only hostile servers nest them.
            input.fail();
        }
        List<TopLogprob> read = alternatives;
        read.clear();
        for (boolean more = input.begins('[', ']'); more; more = input.goesOn(']')) {
            Entry entry = entry();
            read.add(new TopLogprob(entry.token, entry.logprob, entry.others()));
        }
        depth--;
        return immutable(read);
    }

    /** Returns an immutable copy of a list; of the usual lengths without an array in between. */
    private static <T> List<T> immutable(List<T> list) {
        return switch (list.size()) {
            case 1 -> List.of(list.get(0));
            case 2 -> List.of(list.get(0), list.get(1));
            case 3 -> List.of(list.get(0), list.get(1), list.get(2));
            case 4 -> List.of(list.get(0), list.get(1), list.get(2), list.get(3));
            case 5 -> List.of(list.get(0), list.get(1), list.get(2), list.get(3), list.get(4));
            default -> List.copyOf(list);
        };
    }

    private Entry entry() {
        Entry entry = new Entry();
        for (boolean more = input.begins('{', '}'); more; more = input.goesOn('}')) {
            if (input.reads(TOKEN)) {
                entry.seen = seen(entry.seen, 0);
                entry.token = input.readsNull() ? "" : input.string();
            } else if (input.reads(LOGPROB)) {
                entry.seen = seen(entry.seen, 1);
                entry.logprob = logprob();
            } else if (input.reads(TOP_LOGPROBS)) {
                entry.seen = seen(entry.seen, 2);
                entry.top = input.readsNull() ? List.of() : top();
            } else {
                entry.add(otherName(), input.value());
            }
        }
        return entry;
    }

    private String otherName() {
        if (input.reads(QUOTED_ID)) {
            return ID;
        }
        if (input.reads(QUOTED_BYTES)) {
            return BYTES;
        }
        return input.name();
    }

    /** An entry of {@code content}, or of the {@code top_logprobs} of one. */
    private static final class Entry {

        private int seen;
        private String token = "";
        private @Nullable Double logprob;
        private List<TopLogprob> top = List.of();
        private @Nullable PropertyTable others;

        void add(String name, JsonValue value) {
            PropertyTable table = others == null ? new PropertyTable() : others;
            table.add(name, value);
            others = table;
        }

        Map<String, JsonValue> others() {
            return others == null ? Map.of() : others;
        }
    }
}
