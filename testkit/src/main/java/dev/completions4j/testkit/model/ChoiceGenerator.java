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

/** Generates one choice, piece by piece, until the text, the stops or the limit end it. */
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
     * @param text all that the model would say if nothing stopped it
     * @param end what is counted and logged of a choice's end
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

    /** How many tokens were generated so far, those of a stop included. */
    int generated() {
        return generated;
    }

    /** Returns the prompt until the second piece is generated; null from then on. */
    @Nullable TokenizedPrompt promptOfFirstPiece() {
        return pieces > 1 ? null : prompt;
    }

    int promptTokens() {
        return prompt.tokens().size();
    }

    /** The mean log probability of the tokens generated so far; zero if there are none. */
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
            place(token, i == 0 ? null : new TokenOdds(token, i, banned));
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
            boolean goesOn = generated < maxTokens && (tokens.hasNext() || end.hasEndToken());
            if (goesOn && held.clearLength() > 0) {
                return piece(held.take(held.clearLength()), null, null);
            }
        }
        if (generated < maxTokens && end.hasEndToken()) {
            generateToken("");
            return lastPiece(held.length(), "stop", null);
        }
        // A text that ends at the limit ends by it: its end would have been a further token.
        return lastPiece(held.length(), generated == maxTokens ? "length" : "stop", null);
    }

    private void generateToken(String token) {
        TokenOdds odds = new TokenOdds(token, prompt.tokens().size() + generated, banned);
        generated++;
        logprobs += odds.logprob();
        held.add(token);
        place(token, odds);
    }

    private void place(String token, @Nullable TokenOdds odds) {
        waiting.add(new PlacedToken(token, placedCodePoints, odds));
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
