package dev.completions4j.core.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.TransportRequest;
import java.nio.ByteBuffer;

/** Writes bodies to the log, if the caller has asked for it. Safe for use by any thread. */
public final class BodyLog {

    private static final System.Logger LOGGER = System.getLogger("dev.completions4j");

    private final boolean wanted;

    public BodyLog(boolean wanted) {
        this.wanted = wanted;
    }

    void onRequest(TransportRequest request) {
        if (wanted) {
            log("-> {0}", request.body());
        }
    }

    /** Leaves the chunk as it is. */
    void onData(ByteBuffer chunk) {
        if (wanted) {
            log("<- {0}", chunk.duplicate());
        }
    }

    private static void log(String format, ByteBuffer body) {
        if (LOGGER.isLoggable(System.Logger.Level.TRACE)) {
            LOGGER.log(System.Logger.Level.TRACE, format, UTF_8.decode(body));
        }
    }
}
