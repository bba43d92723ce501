// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.Prompt;
import dev.completions4j.ServerProfile;
import dev.completions4j.ServerProfile.PromptForm;
import dev.completions4j.TokenIds;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Checks prompts against a server profile. Messages do not contain texts. */
final class PromptRules {

    private static final String PROMPT = "prompt";

    private final ServerProfile profile;

    PromptRules(ServerProfile profile) {
        this.profile = profile;
    }

    void check(Prompt prompt, List<Violation> found) {
        checkForm(form(prompt), found);
        if (prompt instanceof Prompt.Texts texts) {
            checkNotEmpty(texts.texts().size(), "text", found);
        } else if (prompt instanceof Prompt.Tokens tokens) {
            checkTokens(tokens.ids(), found);
        } else if (prompt instanceof Prompt.TokenLists lists) {
            checkNotEmpty(lists.lists().size(), "list of tokens", found);
            lists.lists().forEach(ids -> checkTokens(ids, found));
        }
    }

    private static PromptForm form(Prompt prompt) {
        if (prompt instanceof Prompt.Text) {
            return PromptForm.TEXT;
        }
        if (prompt instanceof Prompt.Texts) {
            return PromptForm.TEXTS;
        }
        return prompt instanceof Prompt.Tokens ? PromptForm.TOKENS : PromptForm.TOKEN_LISTS;
    }

    private void checkForm(PromptForm form, List<Violation> found) {
        if (!profile.promptForms().contains(form)) {
            String taken =
                    profile.promptForms().stream().map(PromptRules::words).collect(Collectors.joining(" or "));
            found.add(new Violation(
                    PROMPT,
                    "must be of the form " + taken,
                    words(form),
                    "send it in that form, and several prompts one call each"));
        }
    }

    private static String words(PromptForm form) {
        return form.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void checkTokens(TokenIds ids, List<Violation> found) {
        checkNotEmpty(ids.size(), "token", found);
        checkNotNegative(PROMPT, ids, found);
    }

    static void checkNotNegative(String name, TokenIds ids, List<Violation> found) {
        for (int i = 0; i < ids.size(); i++) {
            if (ids.get(i) < 0) {
                found.add(new Violation(
                        name,
                        "must have no negative token, as at index " + i,
                        Integer.toString(ids.get(i)),
                        "send the ids of the model's own tokenizer"));
                return;
            }
        }
    }

    private static void checkNotEmpty(int size, String element, List<Violation> found) {
        if (size == 0) {
            found.add(new Violation(
                    PROMPT,
                    "must have at least one " + element,
                    "an empty list",
                    "add one, or leave the prompt out to begin a new document"));
        }
    }
}
