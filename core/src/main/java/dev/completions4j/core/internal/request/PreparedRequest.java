// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request without its server and API key.
 *
 * @param method such as {@code POST}
 * @param address selects the endpoint among the URIs of a server
 * @param headers the headers except that of the key
 * @param keyHeader the header of the key
 * @param body the body, shared by all attempts
 * @param tokens estimated number of tokens of the prompt and the response
 */
public record PreparedRequest(
        String method,
        Function<Addresses, URI> address,
        HttpHeaders headers,
        KeyHeader keyHeader,
        ByteBuffer body,
        long tokens) {

    /**
     * Returns the request to a server.
     *
     * @param key the API key; null to send none
     */
    public TransportRequest to(Addresses server, @Nullable String key) {
        return new TransportRequest(
                method, address.apply(server), key == null ? headers : keyHeader.addTo(headers, key), body);
    }
}
