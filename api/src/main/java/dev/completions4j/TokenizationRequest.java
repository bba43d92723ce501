// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to split a text into the tokens of a model.
 *
 * <p>Immutable. {@code toString} does not contain the text.
 *
 * @since 0.1.0
 */
public final class TokenizationRequest {

    private final @Nullable String model;
    private final String text;
    private final boolean specialTokens;
    private final boolean tokenTexts;

    private TokenizationRequest(Builder builder, String text) {
        this.text = text;
        model = builder.model;
        specialTokens = builder.specialTokens;
        tokenTexts = builder.tokenTexts;
    }

    /**
     * Returns a request with all defaults: the server's only model, with special tokens.
     *
     * @param text the text, possibly empty
     */
    public static TokenizationRequest of(String text) {
        return builder().text(text).build();
    }

    /** Returns a new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a new builder with the properties of this request. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns the name of the model; null for the server's only one. */
    public @Nullable String model() {
        return model;
    }

    /** Returns the text to split. */
    public String text() {
        return text;
    }

    /** Returns whether the tokenizer adds special tokens, as it does to the prompt of a completion. */
    public boolean specialTokens() {
        return specialTokens;
    }

    /** Returns whether the text of each token is requested. */
    public boolean tokenTexts() {
        return tokenTexts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenizationRequest that && properties().equals(that.properties());
    }

    @Override
    public int hashCode() {
        return properties().hashCode();
    }

    /** All properties; not an accessor for callers, since order and types change when properties are added. */
    private List<@Nullable Object> properties() {
        return Arrays.asList(model, text, specialTokens, tokenTexts);
    }

    /** Returns the properties; the text only by its size. */
    @Override
    public String toString() {
        return "TokenizationRequest[model=" + model + ", text=" + text.length() + " chars, specialTokens="
                + specialTokens + ", tokenTexts=" + tokenTexts + "]";
    }

    /**
     * A builder of requests.
     *
     * <p>Only the text is required. Not safe for use by multiple threads.
     */
    public static final class Builder {

        private @Nullable String model;
        private @Nullable String text;
        private boolean specialTokens = true;
        private boolean tokenTexts;

        private Builder() {}

        private Builder(TokenizationRequest request) {
            model = request.model;
            text = request.text;
            specialTokens = request.specialTokens;
            tokenTexts = request.tokenTexts;
        }

        /**
         * Sets the model, which servers with one model do not need.
         *
         * @param model the model's name, as the server lists it; null is not sent
         */
        public Builder model(@Nullable String model) {
            this.model = model;
            return this;
        }

        /**
         * Sets the text to split. Required.
         *
         * @param text the text, possibly empty
         */
        public Builder text(String text) {
            this.text = text;
            return this;
        }

        /**
         * Sets whether the tokenizer adds special tokens, such as one that begins the text. Default: true, which yields
         * the tokens that the server makes of the prompt of a completion.
         *
         * @param specialTokens false to get the tokens of the text alone
         */
        public Builder specialTokens(boolean specialTokens) {
            this.specialTokens = specialTokens;
            return this;
        }

        /**
         * Sets whether the text of each token is requested. Default: false.
         *
         * @param tokenTexts true to request them; not every server has them
         */
        public Builder tokenTexts(boolean tokenTexts) {
            this.tokenTexts = tokenTexts;
            return this;
        }

        /**
         * Returns the request.
         *
         * @throws IllegalStateException if the text is not set
         */
        public TokenizationRequest build() {
            if (text == null) {
                throw new IllegalStateException("text is not set; call text(\"…\") with the text to split");
            }
            return new TokenizationRequest(this, text);
        }
    }
}
