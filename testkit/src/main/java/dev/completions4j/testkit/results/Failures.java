// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.results;

import dev.completions4j.ApiException;
import dev.completions4j.ApiException.ApiError;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Timeout;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.time.Duration;
import java.util.List;

/** Creates the exceptions with which calls fail. */
public final class Failures {

    private Failures() {}

    /**
     * Returns the exception for an error response without headers and body.
     *
     * @param kind the error category
     * @param status the HTTP status
     * @param message the error message
     */
    public static ApiException api(ApiException.Kind kind, int status, String message) {
        return api(kind, status, message, HttpHeaders.empty());
    }

    /**
     * Returns the exception for an error response without a body.
     *
     * @param kind the error category
     * @param status the HTTP status
     * @param message the error message
     * @param headers the headers of the response
     */
    public static ApiException api(ApiException.Kind kind, int status, String message, HttpHeaders headers) {
        ResponseInfo response = new ResponseInfo(status, "HTTP/1.1", headers, List.of());
        return new ApiException(kind, new ApiError(message, null, null, null, ""), response, null);
    }

    /**
     * Returns the exception for a timeout that expired before anything was received.
     *
     * @param timeout the timeout
     * @param limit the duration of the timeout
     */
    public static CallTimeoutException timeout(Timeout timeout, Duration limit) {
        return new CallTimeoutException(timeout, limit, "nothing", null, null, List.of());
    }

    /**
     * Returns the exception for a network failure before a response.
     *
     * @param kind the kind of failure
     * @param progress how much of the request was sent
     */
    public static NetworkException network(TransportException.Kind kind, RequestProgress progress) {
        TransportException cause = new TransportException(kind, progress, "The network failed: " + kind, null);
        return new NetworkException(cause, null, null, List.of());
    }
}
