// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.List;
import java.util.stream.Collectors;
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
