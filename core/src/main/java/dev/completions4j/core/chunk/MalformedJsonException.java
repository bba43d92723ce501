package dev.completions4j.core.chunk;

/** What the server sent is not the JSON that the endpoint's contract says; the message says where it departs. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}
