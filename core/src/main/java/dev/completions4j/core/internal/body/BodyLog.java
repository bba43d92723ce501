// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.core.internal.concurrent.Log;
import dev.completions4j.core.internal.masking.Mask;
import dev.completions4j.core.internal.masking.PieceMask;
import dev.completions4j.transport.TransportRequest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/**
 * Logs the bodies of one attempt at level {@code TRACE}, with secrets masked, but not prompts and completions. A secret
 * or character that is split over chunks is logged with the later chunk. Not thread-safe.
 */
public final class BodyLog {

    private static final BodyLog OFF = new BodyLog(null);

    private final @Nullable PieceMask mask;
    private final CharsetDecoder decoder = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    private ByteBuffer pending = ByteBuffer.allocate(0);

    private BodyLog(@Nullable PieceMask mask) {
        this.mask = mask;
    }

    /**
     * Returns a log for one attempt. To be called after the attempt's key is known.
     *
     * @param wanted whether the client logs bodies
     */
    public static BodyLog of(boolean wanted, Mask mask) {
        return wanted && Log.includes(System.Logger.Level.TRACE) ? new BodyLog(mask.ofPieces()) : OFF;
    }

    public static BodyLog off() {
        return OFF;
    }

    public void onRequest(TransportRequest request) {
        PieceMask current = mask;
        if (current != null) {
            String body = UTF_8.decode(request.body()).toString();
            log("-> {0}", current.masked(body) + current.rest());
        }
    }

    /** Logs a chunk without changing its position. */
    public void onData(ByteBuffer chunk) {
        PieceMask current = mask;
        if (current != null) {
            log("<- {0}", current.masked(decoded(chunk)));
        }
    }

    /** Logs text that was held back. */
    public void onEnd() {
        PieceMask current = mask;
        String rest = current == null ? "" : current.rest();
        if (!rest.isEmpty()) {
            log("<- {0}", rest);
        }
    }

    private String decoded(ByteBuffer chunk) {
        ByteBuffer bytes = ByteBuffer.allocate(pending.remaining() + chunk.remaining())
                .put(pending)
                .put(chunk.duplicate())
                .flip();
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        decoder.decode(bytes, text, false);
        pending = bytes;
        return text.flip().toString();
    }

    private static void log(String format, String body) {
        Log.log(System.Logger.Level.TRACE, format, body);
    }
}
