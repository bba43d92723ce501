package dev.completions4j.transport.jdk;

import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Compares a body with its {@code Content-Length}, which the client does not do over HTTP/2 (RFC 9113, section 8.1.1).
 *
 * <p>Fed by one thread at a time.
 */
final class BodyLength {

    private final boolean declared;

    /** Bytes that are declared and have not come; negative once there are too many. */
    private long missing;

    private BodyLength(boolean declared, long missing) {
        this.declared = declared;
        this.missing = missing;
    }

    static BodyLength undeclared() {
        return new BodyLength(false, 0);
    }

    /**
     * The length of a body that has yet to come.
     *
     * @param method of the request
     * @param head without fault
     */
    static BodyLength declaredIn(ResponseInfo head, String method) {
        var length = head.headers().firstValueAsLong("Content-Length");
        // These two tell the length of a body that they do not have.
        boolean bodiless = method.equals("HEAD") || head.statusCode() == 304;
        return new BodyLength(length.isPresent() && !bodiless, length.orElse(0));
    }

    void count(List<ByteBuffer> chunks) {
        for (ByteBuffer chunk : chunks) {
            missing -= chunk.remaining();
        }
    }

    /** True if the body is shorter than declared. */
    boolean isShort() {
        return declared && missing > 0;
    }

    /** True if the body is longer than declared. */
    boolean isLong() {
        return declared && missing < 0;
    }
}
