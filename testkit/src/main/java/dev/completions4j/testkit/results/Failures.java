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

/** Makes the exceptions with which calls fail. */
public final class Failures {

    private Failures() {}

    /** The answer of a server that refuses or fails, without a body and with no headers. */
    public static ApiException api(ApiException.Kind kind, int status, String message) {
        return api(kind, status, message, HttpHeaders.empty());
    }

    /** The answer of a server that refuses or fails, without a body. */
    public static ApiException api(ApiException.Kind kind, int status, String message, HttpHeaders headers) {
        ResponseInfo response = new ResponseInfo(status, "HTTP/1.1", headers, List.of());
        return new ApiException(kind, new ApiError(message, null, null, null, ""), response, null);
    }

    /** A timeout that passed before anything arrived. */
    public static CallTimeoutException timeout(Timeout timeout, Duration limit) {
        return new CallTimeoutException(timeout, limit, "nothing", null, null, List.of());
    }

    /** A failure of the network before a response. */
    public static NetworkException network(TransportException.Kind kind, RequestProgress progress) {
        TransportException cause = new TransportException(kind, progress, "The network failed: " + kind, null);
        return new NetworkException(cause, null, null, List.of());
    }
}
