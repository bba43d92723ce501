// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The next part of a choice.
 *
 * @param tokens those whose text begins in this piece
 * @param finishReason null unless this is the choice's last piece
 * @param matchedStop the text of {@code stop} that ended the choice; null if none did
 */
record Piece(
        String text,
        List<PlacedToken> tokens,
        @Nullable String finishReason,
        @Nullable String matchedStop) {

    /**
     * A token in the text of its choice.
     *
     * @param textOffset where it begins, in code points
     * @param odds null if nothing precedes it
     */
    record PlacedToken(
            String text, int textOffset, @Nullable TokenOdds odds) {}

    /** Returns this piece with more tokens, whose text is not in it. */
    Piece with(Collection<PlacedToken> more) {
        return new Piece(text, Stream.concat(tokens.stream(), more.stream()).toList(), finishReason, matchedStop);
    }

    /** Returns this piece as one that is not the last, though a stop may have been met. */
    Piece unfinished() {
        return new Piece(text, tokens, null, matchedStop);
    }

    /** Returns the end of a choice alone. */
    Piece end() {
        return new Piece("", List.of(), finishReason, matchedStop);
    }

    /** A whole choice as one piece. */
    static Piece joined(List<Piece> pieces) {
        Piece last = pieces.get(pieces.size() - 1);
        return new Piece(
                pieces.stream().map(Piece::text).collect(Collectors.joining()),
                pieces.stream().flatMap(piece -> piece.tokens().stream()).toList(),
                last.finishReason(),
                last.matchedStop());
    }
}
