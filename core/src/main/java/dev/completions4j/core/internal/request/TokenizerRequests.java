// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.InvalidRequestException;
import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.ServerProfile;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenizationRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Validates and encodes requests to the tokenizer endpoints of servers with one profile. */
final class TokenizerRequests {

    private final ServerProfile profile;
    private final @Nullable TokenizerDialect dialect;

    TokenizerRequests(ServerProfile profile) {
        this.profile = profile;
        this.dialect = profile.tokenizer() == null ? null : TokenizerDialect.of(profile.tokenizer());
    }

    /**
     * Returns the JSON of a request for the tokens of a text.
     *
     * @throws InvalidRequestException if the server has no such endpoint, or the request is invalid
     */
    ByteBuffer tokenize(TokenizationRequest request) {
        if (dialect == null) {
            throw missing("tokenize");
        }
        List<Violation> found = new ArrayList<>();
        TextRules.check(dialect.text(), request.text(), found);
        if (dialect.specialTokens() == null && !request.specialTokens()) {
            found.add(new Violation(
                    "specialTokens", "are always added by this server", "false", "leave specialTokens at its default"));
        }
        throwIfAny(found);
        return RequestEncoder.encode(request, dialect);
    }

    /**
     * Returns the JSON of a request for the text of tokens.
     *
     * @throws InvalidRequestException if the server has no such endpoint, or a token is negative
     */
    ByteBuffer detokenize(@Nullable String model, TokenIds tokens) {
        if (dialect == null || !dialect.detokenizes()) {
            throw missing("detokenize");
        }
        List<Violation> found = new ArrayList<>();
        PromptRules.checkNotNegative("tokens", tokens, found);
        throwIfAny(found);
        return RequestEncoder.encode(model, tokens, dialect);
    }

    private void throwIfAny(List<Violation> found) {
        if (!found.isEmpty()) {
            throw new InvalidRequestException(profile, found);
        }
    }

    private InvalidRequestException missing(String endpoint) {
        return new InvalidRequestException(
                profile,
                List.of(new Violation(
                        endpoint,
                        "is not an endpoint of this server",
                        null,
                        "name the server by its profile, such as ServerProfile.vllm(), or set the tokenizer of your"
                                + " own profile")));
    }
}
