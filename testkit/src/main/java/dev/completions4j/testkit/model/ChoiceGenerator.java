// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.model.Piece.PlacedToken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Generates one choice, piece by piece, until the text, a stop sequence or the token limit ends it. */
final class ChoiceGenerator implements Iterator<Piece> {

    private final TokenizedPrompt prompt;
    private final int maxTokens;
    private final Set<String> banned;
    private final EndStyle end;
    private final Iterator<String> tokens;
    private final HeldText held;
    private final Queue<PlacedToken> waiting = new ArrayDeque<>();
    private boolean echoes;
    private boolean ended;
    private int pieces;
    private int generated;
    private double logprobs;
    private int placedCodePoints;
    private int givenCodePoints;

    /**
     * @param text the complete text that the model would generate
     * @param end what is counted and logged at the end of a choice
     */
    ChoiceGenerator(ModelRequest request, TokenizedPrompt prompt, String text, EndStyle end) {
        this.prompt = prompt;
        this.end = end;
        maxTokens = request.maxTokens();
        banned = request.banned();
        tokens = FakeTokenizer.split(text)
                .filter(token -> !banned.contains(token))
                .iterator();
        held = new HeldText(request.stops());
        echoes = request.echo() && !prompt.tokens().isEmpty();
    }

    /** Returns the number of tokens generated so far, including those of a stop sequence. */
    int generated() {
        return generated;
    }

    /** Returns the prompt until the second piece is generated, then null. */
    @Nullable TokenizedPrompt promptOfFirstPiece() {
        return pieces > 1 ? null : prompt;
    }

    int promptTokens() {
        return prompt.tokens().size();
    }

    /** Returns the mean log probability of the tokens generated so far; zero if there are none. */
    double meanLogprob() {
        return generated == 0 ? 0 : logprobs / generated;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public Piece next() {
        if (ended) {
            throw new NoSuchElementException("The choice has ended");
        }
        pieces++;
        return echoes ? echo() : generate();
    }

    private Piece echo() {
        echoes = false;
        for (int i = 0; i < prompt.tokens().size(); i++) {
            String token = prompt.tokens().get(i);
            place(token, i == 0 ? null : new TokenLikelihood(token, i, banned));
        }
        return piece(prompt.text(), null, null);
    }

    private Piece generate() {
        while (generated < maxTokens && tokens.hasNext()) {
            generateToken(tokens.next());
            HeldText.Match stop = held.firstStop();
            if (stop != null) {
                return lastPiece(stop.index(), "stop", stop.stop());
            }
            boolean continues = generated < maxTokens && (tokens.hasNext() || end.hasEndToken());
            if (continues && held.clearLength() > 0) {
                return piece(held.take(held.clearLength()), null, null);
            }
        }
        if (generated < maxTokens && end.hasEndToken()) {
            generateToken("");
            return lastPiece(held.length(), "stop", null);
        }
        // If the text ends at the limit, the reason is the limit: the end would have been one more token.
        return lastPiece(held.length(), generated == maxTokens ? "length" : "stop", null);
    }

    private void generateToken(String token) {
        TokenLikelihood likelihood = new TokenLikelihood(token, prompt.tokens().size() + generated, banned);
        generated++;
        logprobs += likelihood.logprob();
        held.add(token);
        place(token, likelihood);
    }

    private void place(String token, @Nullable TokenLikelihood likelihood) {
        waiting.add(new PlacedToken(token, placedCodePoints, likelihood));
        placedCodePoints += token.codePointCount(0, token.length());
    }

    private Piece lastPiece(int length, String finishReason, @Nullable String matchedStop) {
        ended = true;
        Piece last = piece(held.take(length), finishReason, matchedStop);
        boolean logsRest = end.logsStop() || (matchedStop == null && end.hasEndToken());
        return logsRest ? last.with(waiting) : last;
    }

    private Piece piece(String text, @Nullable String finishReason, @Nullable String matchedStop) {
        givenCodePoints += text.codePointCount(0, text.length());
        List<PlacedToken> begun = new ArrayList<>();
        for (PlacedToken next = waiting.peek(); next != null && next.textOffset() < givenCodePoints; ) {
            begun.add(waiting.remove());
            next = waiting.peek();
        }
        return new Piece(text, begun, finishReason, matchedStop);
    }
}
