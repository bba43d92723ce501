// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a choice.
 *
 * @param tokens the tokens whose text begins in this piece
 * @param finishReason the finish reason; null unless this is the last piece of the choice
 * @param matchedStop the stop sequence that ended the choice; null if there is none
 */
record Piece(
        String text,
        List<PlacedToken> tokens,
        @Nullable String finishReason,
        @Nullable String matchedStop) {

    /**
     * A token in the text of its choice.
     *
     * @param textOffset its offset, in code points
     * @param likelihood its likelihood; null if nothing precedes it
     */
    record PlacedToken(
            String text, int textOffset, @Nullable TokenLikelihood likelihood) {}

    /** Returns this piece with more tokens, whose text is not in it. */
    Piece with(Collection<PlacedToken> more) {
        return new Piece(text, Stream.concat(tokens.stream(), more.stream()).toList(), finishReason, matchedStop);
    }

    /** Returns this piece without its finish reason. */
    Piece unfinished() {
        return new Piece(text, tokens, null, matchedStop);
    }

    /** Returns the end of this piece, without text. */
    Piece end() {
        return new Piece("", List.of(), finishReason, matchedStop);
    }

    /** Returns a whole choice as one piece. */
    static Piece joined(List<Piece> pieces) {
        Piece last = pieces.get(pieces.size() - 1);
        return new Piece(
                pieces.stream().map(Piece::text).collect(Collectors.joining()),
                pieces.stream().flatMap(piece -> piece.tokens().stream()).toList(),
                last.finishReason(),
                last.matchedStop());
    }
}
