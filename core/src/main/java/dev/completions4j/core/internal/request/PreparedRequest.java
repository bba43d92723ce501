// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request that lacks only its server and its key.
 *
 * @param method such as {@code POST}
 * @param address finds its endpoint among a server's
 * @param headers without the key's
 * @param keyHeader how the key is sent
 * @param body the same for all attempts
 * @param tokens about how many the answer and the prompt may have together
 */
public record PreparedRequest(
        String method,
        Function<Addresses, URI> address,
        HttpHeaders headers,
        KeyHeader keyHeader,
        ByteBuffer body,
        long tokens) {

    /**
     * The request to one server.
     *
     * @param key null to send none
     */
    public TransportRequest to(Addresses server, @Nullable String key) {
        return new TransportRequest(
                method, address.apply(server), key == null ? headers : keyHeader.addTo(headers, key), body);
    }
}
