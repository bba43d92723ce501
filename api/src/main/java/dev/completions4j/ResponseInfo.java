package dev.completions4j;

import dev.completions4j.transport.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP told of a response besides its body.
 *
 * @param status of the response; 0 in {@link #unknown()}
 * @param protocol {@code HTTP/1.1} or {@code HTTP/2}; empty in {@link #unknown()}
 * @param headers as the server sent them
 */
public record ResponseInfo(int status, String protocol, HttpHeaders headers) {

    private static final ResponseInfo UNKNOWN = new ResponseInfo(0, "", HttpHeaders.empty());

    /** For values that came from no server, such as those that a test builds. */
    public static ResponseInfo unknown() {
        return UNKNOWN;
    }

    /** Whether the status is 200 to 299. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** What to quote to the server's operators: {@code x-request-id} or {@code apim-request-id}; null if not sent. */
    public @Nullable String requestId() {
        String id = headers.first("x-request-id");
        return id != null ? id : headers.first("apim-request-id");
    }
}
