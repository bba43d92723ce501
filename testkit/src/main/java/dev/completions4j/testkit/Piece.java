package dev.completions4j.testkit;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The next part of a choice.
 *
 * @param tokens those whose text begins in this piece
 * @param finishReason null unless this is the choice's last piece
 */
record Piece(
        String text, List<PlacedToken> tokens, @Nullable String finishReason) {

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
        return new Piece(
                pieces.stream().map(Piece::text).collect(Collectors.joining()),
                pieces.stream().flatMap(piece -> piece.tokens().stream()).toList(),
                pieces.get(pieces.size() - 1).finishReason());
    }
}
