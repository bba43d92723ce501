// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.ServerProfile.TokenizerApi;
import org.jspecify.annotations.Nullable;

/**
 * The JSON names that a kind of tokenizer endpoints has for the properties of requests.
 *
 * @param text the text to split
 * @param specialTokens whether special tokens are added; null if they always are
 * @param tokenTexts whether the tokens' texts are requested; null if that is not a choice
 * @param skipSpecialTokens whether special tokens are left out of a text; null if they never are
 * @param detokenizes whether there is an endpoint for the text of tokens
 */
record TokenizerDialect(
        String text,
        @Nullable String specialTokens,
        @Nullable String tokenTexts,
        @Nullable String skipSpecialTokens,
        boolean detokenizes) {

    static TokenizerDialect of(TokenizerApi api) {
        return switch (api) {
            case VLLM -> new TokenizerDialect("prompt", "add_special_tokens", "return_token_strs", null, true);
            case LLAMA_CPP -> new TokenizerDialect("content", "add_special", "with_pieces", null, true);
            case SGLANG -> new TokenizerDialect("prompt", "add_special_tokens", null, "skip_special_tokens", true);
            case TGI -> new TokenizerDialect("inputs", null, null, null, false);
        };
    }
}
